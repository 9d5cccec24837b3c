import { serviceHealthAlert } from "../../../src/controls/index.ts";
import type { ArmResource, Value, ValueMap } from "../../../src/evidence/index.ts";
import { type Comparison, resource, SCOPE } from "./shape.ts";

const PSRULE = "PSRule AZR-000211";
const KICS = "KICS f677bd92";
const PROWLER = "Prowler service_health_exists";
const STEAMPIPE = "Steampipe";
const POLICY = "Azure Policy 98903777";
const APRL = "APRL 9729c89d";
const AVS = "AVS checklist D01.04";
const CIS = "CIS 6.1.2.11";

const EVENT = "properties.incidentType";
const FIVE = ["Incident", "Maintenance", "Informational", "ActionRequired", "Security"];

const leaf = (field: string, equals: string): ValueMap => ({ field, equals });
const anyEvent = (...events: readonly string[]): ValueMap => ({
  anyOf: events.map((event) => leaf(EVENT, event)),
});

const group = resource("Microsoft.Insights/actionGroups", "ag", {
  enabled: true,
  emailReceivers: [{ name: "noc", emailAddress: "noc@fabrikam.example", status: "Enabled" }],
});

function alert(name: string, conditions: readonly Value[], more: ValueMap = {}): ArmResource {
  return resource("Microsoft.Insights/activityLogAlerts", name, {
    enabled: true,
    scopes: [SCOPE],
    condition: { allOf: [leaf("category", "ServiceHealth"), ...conditions] },
    actions: { actionGroups: [{ actionGroupId: group.id }] },
    ...more,
  });
}

/**
 * Every alert has the subscription as scope and an action group with a mail receiver, unless the shape states
 * otherwise.
 */
export const SERVICE_HEALTH: Comparison = {
  control: serviceHealthAlert,
  title: "Service Health alerts",
  peers: [PSRULE, KICS, PROWLER, STEAMPIPE, POLICY, APRL, AVS, CIS],
  without: "Checkov and Trivy have no rule for it: everything passes.",
  shapes: [
    {
      name: "the category alone, without event types",
      resources: [group, alert("service-health", [])],
      verdicts: {
        [PSRULE]: "pass",
        [KICS]: "fail (no Incident)",
        [PROWLER]: "fail",
        [STEAMPIPE]: "pass",
        [POLICY]: "fail",
        [APRL]: "pass",
        [AVS]: "pass",
        [CIS]: "pass",
      },
      why: "An alert without a condition on the event type covers every type, including future ones.",
    },
    {
      name: "Incident only",
      resources: [group, alert("service-health", [anyEvent("Incident")])],
      verdicts: {
        [PSRULE]: "pass",
        [KICS]: "pass",
        [PROWLER]: "fail (anyOf)",
        [STEAMPIPE]: "pass",
        [POLICY]: "fail",
        [APRL]: "verify",
        [AVS]: "fail",
        [CIS]: "- (only its sample command)",
      },
      why: "A security advisory or a retirement would notify no one.",
    },
    {
      name: "all five event types of azurerm",
      resources: [group, alert("service-health", [anyEvent(...FIVE)])],
      verdicts: {
        [PSRULE]: "pass",
        [KICS]: "pass",
        [PROWLER]: "fail (anyOf)",
        [STEAMPIPE]: "pass",
        [POLICY]: "fail (five, not six)",
        [APRL]: "verify",
        [AVS]: "pass",
        [CIS]: "pass",
      },
      why: "The baseline declares these. azurerm cannot declare the sixth, Retirement; azurerm and the portal write several values as anyOf.",
    },
    {
      name: "six event types, with Retirement",
      resources: [group, alert("service-health", [anyEvent(...FIVE, "Retirement")])],
      verdicts: {
        [PSRULE]: "pass",
        [KICS]: "fail (not azurerm)",
        [PROWLER]: "fail (anyOf)",
        [STEAMPIPE]: "pass",
        [POLICY]: "pass (with its own action group)",
        [APRL]: "verify",
        [AVS]: "pass",
        [CIS]: "pass",
      },
      why: "Additional types are accepted.",
    },
    {
      name: "four alerts of AMBA, one event type each",
      resources: [
        group,
        ...["Incident", "Maintenance", "ActionRequired", "Security"].map((event) =>
          alert(`ServiceHealth${event}`, [leaf(EVENT, event)]),
        ),
      ],
      verdicts: {
        [PSRULE]: "pass",
        [KICS]: "-",
        [PROWLER]: "pass",
        [STEAMPIPE]: "pass",
        [POLICY]: "fail",
        [APRL]: "verify",
        [AVS]: "pass",
        [CIS]: "pass",
      },
      why: "Alerts count together, but none of the four covers Informational events: health advisories that require no action yet.",
    },
    {
      name: "disabled",
      resources: [group, alert("service-health", [], { enabled: false })],
      verdicts: {
        [PSRULE]: "fail",
        [KICS]: "pass",
        [PROWLER]: "fail",
        [STEAMPIPE]: "fail",
        [POLICY]: "fail",
        [APRL]: "pass",
        [AVS]: "fail",
        [CIS]: "fail",
      },
      why: "A disabled alert notifies no one.",
    },
    {
      name: "without an action group",
      resources: [group, alert("service-health", [], { actions: { actionGroups: [] } })],
      verdicts: {
        [PSRULE]: "pass",
        [KICS]: "fail",
        [PROWLER]: "pass (with a leaf condition)",
        [STEAMPIPE]: "pass",
        [POLICY]: "fail",
        [APRL]: "pass",
        [AVS]: "pass",
        [CIS]: "fail",
      },
      why: "The portal shows the alert as fired, but no one is notified.",
    },
    {
      name: "for one region only",
      resources: [
        group,
        alert("service-health", [
          anyEvent(...FIVE),
          {
            field: "properties.impactedServices[*].ImpactedRegions[*].RegionName",
            containsAny: ["West Europe"],
          },
        ]),
      ],
      verdicts: {
        [PSRULE]: "pass",
        [KICS]: "pass",
        [PROWLER]: "fail (anyOf)",
        [STEAMPIPE]: "pass",
        [POLICY]: "-",
        [APRL]: "verify",
        [AVS]: "pass",
        [CIS]: "fail",
      },
      why: "Global services have no region, and customers use new regions.",
    },
    {
      name: "no alert",
      resources: [group],
      verdicts: {
        [PSRULE]: "fail",
        [KICS]: "fail (of subscriptions that are a data source)",
        [PROWLER]: "fail",
        [STEAMPIPE]: "fail",
        [POLICY]: "fail",
        [APRL]: "fail",
        [AVS]: "fail",
        [CIS]: "fail",
      },
      why: "All agree.",
    },
  ],
};
