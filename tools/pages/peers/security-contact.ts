import { securityContact } from "../../../src/controls/index.ts";
import type { ValueMap } from "../../../src/evidence/index.ts";
import { type Comparison, resource } from "./shape.ts";

const CHECKOV = "Checkov CKV_AZURE_20, 21, 22, 131";
const TRIVY = "Trivy AZU-0044, 0046, 0062, 0063";
const KICS = "KICS";
const PSRULE = "PSRule AZR-000209";
const PROWLER = "Prowler defender_*";
const POLICY = "Azure Policy 4f4f78b8";
const CIS = "CIS 8.1.12 to 8.1.15";

const contact = (properties: ValueMap) => [
  resource("Microsoft.Security/securityContacts", "default", properties),
];

/** The contact as azurerm_security_center_contact writes it with the API of 2017. */
const legacy = (more: ValueMap): ValueMap => ({
  email: "soc@fabrikam.example",
  phone: "+14255550100",
  alertNotifications: "On",
  alertsToAdmins: "On",
  ...more,
});

const full = (more: ValueMap = {}): ValueMap => ({
  emails: "soc@fabrikam.example",
  isEnabled: true,
  notificationsByRole: { state: "On", roles: ["Owner"] },
  notificationsSources: [
    { sourceType: "Alert", minimalSeverity: "Medium" },
    { sourceType: "AttackPath", minimalRiskLevel: "High" },
  ],
  ...more,
});

const LEGACY_API =
  "The API of 2017 has neither severity nor attack paths. With `securityContact.api: azurerm` in the baseline, the control judges only what this API has.";

export const SECURITY_CONTACT: Comparison = {
  control: securityContact,
  title: "Security contact",
  peers: [CHECKOV, TRIVY, KICS, PSRULE, PROWLER, POLICY, CIS],
  without:
    "Checkov, Trivy and KICS read azurerm_security_center_contact only, not contacts declared through azapi.",
  shapes: [
    {
      name: "no contact",
      resources: [],
      verdicts: {
        [CHECKOV]: "silent",
        [TRIVY]: "silent",
        [KICS]: "silent",
        [PSRULE]: "fail (in an export)",
        [PROWLER]: "silent",
        [POLICY]: "fail",
        [CIS]: "fail",
      },
      why: "The control judges the subscription, not only existing resources.",
    },
    {
      name: "with azurerm, without a phone",
      resources: contact(legacy({ phone: "" })),
      verdicts: {
        [CHECKOV]: "fail (20)",
        [TRIVY]: "fail (0046)",
        [KICS]: "pass",
        [PSRULE]: "-",
        [PROWLER]: "pass",
        [POLICY]: "pass",
        [CIS]: "pass",
      },
      why: `Microsoft and CIS no longer require a phone number, and neither does this control. ${LEGACY_API}`,
    },
    {
      name: 'the address is ""',
      resources: contact(full({ emails: "" })),
      verdicts: {
        [CHECKOV]: "fail (131)",
        [TRIVY]: "fail (0062)",
        [KICS]: "pass",
        [PSRULE]: "fail",
        [PROWLER]: "pass",
        [POLICY]: "fail",
        [CIS]: "fail",
      },
      why: "The contact has no recipient. Prowler splits the empty address into one part and counts it.",
    },
    {
      name: 'the address is "x"',
      resources: contact(full({ emails: "x" })),
      verdicts: {
        [CHECKOV]: "pass",
        [TRIVY]: "pass",
        [KICS]: "pass",
        [PSRULE]: "pass",
        [PROWLER]: "pass",
        [POLICY]: "pass",
        [CIS]: "fail",
      },
      why: "The value is not a valid mail address.",
    },
    {
      name: "with azurerm, owners not notified",
      resources: contact(legacy({ alertsToAdmins: "Off" })),
      verdicts: {
        [CHECKOV]: "fail (22)",
        [TRIVY]: "fail (0063)",
        [KICS]: "pass",
        [PSRULE]: "-",
        [PROWLER]: "fail",
        [POLICY]: "-",
        [CIS]: "fail (8.1.12)",
      },
      why: "The customer's owners must be notified in addition to the partner.",
    },
    {
      name: "ALZ's default: alerts from High, attack paths from Critical",
      resources: contact(
        full({
          notificationsSources: [
            { sourceType: "Alert", minimalSeverity: "High" },
            { sourceType: "AttackPath", minimalRiskLevel: "Critical" },
          ],
        }),
      ),
      verdicts: {
        [CHECKOV]: "-",
        [TRIVY]: "-",
        [KICS]: "-",
        [PSRULE]: "pass",
        [PROWLER]: "fail (attack paths)",
        [POLICY]: "-",
        [CIS]: "pass",
      },
      why: "The baseline requires alerts from Medium and attack paths from High. With higher levels in `securityContact`, this shape passes.",
    },
    {
      name: "the baseline's own",
      resources: contact(full()),
      verdicts: {
        [CHECKOV]: "-",
        [TRIVY]: "-",
        [KICS]: "-",
        [PSRULE]: "pass",
        [PROWLER]: "pass",
        [POLICY]: "pass",
        [CIS]: "pass",
      },
      why: "All tools that read it agree.",
    },
  ],
};
