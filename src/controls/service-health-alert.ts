import { SERVICE_HEALTH_EVENTS } from "../../constructs/alert-values.ts";
import { listed } from "../text/wording.ts";
import { ACTIVITY_LOG_ALERTS, judgeAlerts } from "./alert-coverage.ts";
import { asked, ownControl } from "./own-control.ts";
import {
  APRL,
  AZURE_POLICY,
  CHECKLIST,
  CIS,
  KICS,
  PROWLER,
  PSRULE,
  rules,
  STEAMPIPE,
  unsatisfied,
} from "./tools.ts";
import { hasNo } from "./words.ts";

/** The event types of Service Health, as ARM names them. */
export const EVENTS: readonly string[] = SERVICE_HEALTH_EVENTS;
const EVENT = "properties.incidentType";

export const serviceHealthAlert = ownControl({
  id: "service-health-alert",
  title: "Azure's own incidents and security advisories reach the partner",
  severity: "high",
  required: true,
  why:
    "Azure reports its incidents, maintenance and security advisories per subscription, and only to subscribers. " +
    "A security advisory without a recipient is a breach without an investigation.",
  judgedBy: [
    "All enabled alerts of category ServiceHealth whose only scope is this subscription count together, in any location.",
    `Together they cover ${EVENTS.join(", ")}. An alert without an event filter covers all of them; a filter may be a leaf or an anyOf.`,
    "An alert with any other condition (regions, services, status) is filtered and covers nothing.",
    "Events of the whole tenant, such as an outage of Entra, never reach the alert of a subscription, so they are not judged here: see `tenant-service-health-alert`.",
    "An alert counts only when one of its action groups is enabled and has a working receiver. A group in another subscription gives unknown; a group that the stack or Azure does not have is a failure.",
  ],
  satisfies: [
    {
      tool: PSRULE,
      id: "AZR-000211",
      url: "https://azure.github.io/PSRule.Rules.Azure/en/rules/Azure.Monitor.ServiceHealth/",
    },
    ...rules(CIS, "6.1.2.11"),
    ...rules(STEAMPIPE, "monitor_log_alert_service_health"),
    ...rules(CHECKLIST, "ALZ F01.11", "AVS D01.04"),
  ],
  cannotSatisfy: [
    ...unsatisfied(
      "it requires six event types, including Retirement, which azurerm cannot declare, and its own action group",
      rules(AZURE_POLICY, "98903777-a9f6-47f5-90a9-acaf62ab01a8"),
    ),
    ...unsatisfied(
      "it reads only leaf conditions, while azurerm writes event types as an anyOf",
      rules(PROWLER, "monitor_alert_service_health_exists"),
    ),
    ...unsatisfied(
      "it reports every alert with an event filter as unverified",
      rules(APRL, "9729c89d-8118-41b4-a39b-e12468fa872b"),
    ),
    {
      tool: KICS,
      id: "f677bd92-3922-4e75-8f0c-2c0f8fbc9609",
      url: "https://docs.kics.io/latest/queries/terraform-queries/azure/f677bd92-3922-4e75-8f0c-2c0f8fbc9609",
      reason:
        "it evaluates only subscriptions that Terraform reads as a data source, and compares the scope with that reference",
    },
  ],
  words: hasNo("Service Health alert"),
  judges: { [ACTIVITY_LOG_ALERTS]: "the Service Health alert" },
  needs: ["action-group"],
  askedBy: {
    "cis-6": asked("6.1.2.11"),
    psrule: asked("AZR-000211"),
    amba: asked(
      "ServiceHealthIncident",
      "ServiceHealthPlannedMaintenance",
      "ServiceHealthAdvisoryEvent",
      "ServiceHealthSecurityIncident",
    ),
  },
  guide: {
    baseline: "serviceHealth: {}",
    construct: "ServiceHealthAlert",
    hints: [
      "An existing alert for a few regions or services does not count: the baseline declares one in addition.",
      "The action group of an alert has no working receiver: see [`action-group`](action-group.md).",
      "Events of the whole tenant need an alert of the tenant. For a customer of access `customer-app` the fleet declares it: `tenantBaseline: { serviceHealthAlert: {} }`. In the portal it is Service Health > Create service health alert > scope *Directory*. In ARM it is `Microsoft.AlertsManagement/tenantActivityLogAlerts` (2023-04-01-preview) at the tenant's root management group. None is possible through Azure Lighthouse: for other customers, ask the customer's administrator.",
    ],
  },
  check: (evidence, { today }) =>
    judgeAlerts(
      evidence,
      {
        category: "ServiceHealth",
        wanted: EVENTS,
        name: (missing) => `Service Health events of type ${listed(missing)}`,
        covers: (conditions, event) => conditions.allows(EVENT, event),
        narrowing: ({ fields }) =>
          fields.filter((field) => !["category", EVENT.toLowerCase()].includes(field.toLowerCase())),
        parameter: ["serviceHealth"],
        success: "alerts cover all Service Health events",
      },
      today,
    ),
});
