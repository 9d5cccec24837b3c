import { type ArmResource, describe, read, sameName } from "../evidence/index.ts";
import { textEquals } from "./arm.ts";
import { atSubscription } from "./at-subscription.ts";
import { resourcesSeen } from "./cannot-tell.ts";
import { type Criterion, everyOf } from "./criteria.ts";
import { label } from "./label.ts";
import { asked, ownControl } from "./own-control.ts";
import type { Setting } from "./packs/setting.ts";
import { contactCriteria } from "./security-contact-shapes.ts";
import {
  ALZ,
  AZURE_POLICY,
  CHECKOV,
  CIS,
  KICS,
  PROWLER,
  PSRULE,
  rules,
  STEAMPIPE,
  TRIVY,
  unsatisfied,
} from "./tools.ts";
import { hasNo } from "./words.ts";

const SECURITY_CONTACTS = "Microsoft.Security/securityContacts";
const LEGACY_ONLY =
  "it evaluates azurerm_security_center_contact only, and the contact is declared through azapi";

/** Requires Azure's API of 2023: that of 2017, which azurerm uses, has no severities, attack paths or roles. */
const modernContact: Setting = {
  path: ["securityContact", "api"],
  is: "is azapi",
  meets: ({ securityContact: { api } }) => api === "azapi",
};
const notifiesOwners: Setting = {
  path: ["securityContact", "notifyRoles"],
  is: "has Owner",
  meets: ({ securityContact: { notifyRoles } }) => notifyRoles.includes("Owner"),
};
const mailsHighAlerts: Setting = {
  path: ["securityContact", "alertSeverity"],
  is: "is High or lower",
  meets: ({ securityContact: { alertSeverity } }) => ["High", "Medium", "Low"].includes(alertSeverity),
};

export const securityContact = ownControl({
  id: "security-contact",
  title: "Microsoft can warn the partner of a security incident",
  severity: "critical",
  required: true,
  why:
    "Defender for Cloud and the Microsoft Security Response Center mail the security contact of the subscription. " +
    "Without one, the warning of a breach goes to the customer's subscription owners or to no one.",
  judgedBy: [
    "`Microsoft.Security/securityContacts` has a resource named `default`, the only name that Azure uses.",
    "It is enabled, all its addresses are e-mail addresses, and they include every address of the fleet's `contacts.security.emails`.",
    "Its `Alert` source mails from `securityContact.alertSeverity` or lower, its `AttackPath` source from `securityContact.attackPathRisk` or lower.",
    "`notificationsByRole` is on for every role of `securityContact.notifyRoles`.",
    "The shape of 2020 is judged the same way, with `alertNotifications` for the alert source. It cannot express attack paths and fails; as an answer of Azure it is unknown, because the contact may have attack paths that this shape omits.",
    "Addresses with commas between them give unknown: Azure documents semicolons.",
    "The shape of 2017 cannot express severity, attack paths or roles and fails, unless the baseline sets `securityContact.api: azurerm`. Then one of the fleet's addresses, alerts on and admins on are enough. Newer shapes need no severity or attack paths in that case either.",
  ],
  satisfies: [
    {
      tool: PSRULE,
      id: "AZR-000209",
      url: "https://azure.github.io/PSRule.Rules.Azure/en/rules/Azure.Defender.SecurityContact/",
    },
    ...rules(CIS, "8.1.12", "8.1.13", "8.1.14", "8.1.15"),
    ...rules(
      AZURE_POLICY,
      "4f4f78b8-e367-4b10-a341-d9a4ad5cf1c7",
      "6e2593d9-add6-4083-9c9b-4b7d2188c899",
      "0b15565f-aa9e-48ba-8619-45960f2c314d",
    ),
    ...rules(
      PROWLER,
      "defender_additional_email_configured_with_a_security_contact",
      "defender_ensure_notify_alerts_severity_is_high",
      "defender_attack_path_notifications_properly_configured",
      "defender_ensure_notify_emails_to_owners",
    ),
  ],
  cannotSatisfy: [
    ...unsatisfied(LEGACY_ONLY, [
      ...rules(CHECKOV, "CKV_AZURE_20", "CKV_AZURE_21", "CKV_AZURE_22", "CKV_AZURE_131"),
      ...rules(TRIVY, "AZU-0044", "AZU-0046", "AZU-0062", "AZU-0063"),
      ...rules(KICS, "9db38e87-f6aa-4b5e-a1ec-7266df259409", "34664094-59e0-4524-b69f-deaa1a68cce3"),
    ]),
    ...unsatisfied(
      "it requires alerts from exactly High; this baseline may require Medium or Low, which include more alerts",
      rules(STEAMPIPE, "securitycenter_notify_alerts_configured"),
    ),
    ...unsatisfied(
      "its existence condition compares severity and risk for equality, so it reports a contact with a lower level as missing",
      rules(ALZ, "Deploy-ASC-SecurityContacts"),
    ),
  ],
  words: hasNo("security contact"),
  judges: { [SECURITY_CONTACTS]: "the security contact" },
  askedBy: {
    "cis-6": [
      { rule: "8.1.12", setting: modernContact },
      { rule: "8.1.12", setting: notifiesOwners },
      { rule: "8.1.13" },
      { rule: "8.1.14", setting: modernContact },
      { rule: "8.1.14", setting: mailsHighAlerts },
      { rule: "8.1.15", setting: modernContact },
    ],
    psrule: asked("AZR-000209"),
    "partner-2025": asked("guidance: security contact"),
  },
  guide: {
    baseline: `contacts: { security: { emails: [soc@fabrikam.example, it@contoso.example], phone: "+14255550100" } }
securityContact: { alertSeverity: Medium, attackPathRisk: High, notifyRoles: [Owner] }`,
    construct: "SecurityContact",
    hints: [
      "The contact has another name than `default`, or an old tool wrote it with the API of 2017: the next deployment adopts `default` and writes it in the new shape.",
      "An address was removed in the portal: deploy again, and find out who removed it; the [audit](../audit-controls.md#security-contact-as-deployed) reports every change.",
    ],
  },
  check: (evidence, expected) => {
    const contacts = resourcesSeen(evidence, SECURITY_CONTACTS);
    const named = contacts.filter(({ name }) => typeof name !== "string" || sameName(name, "default"));
    const [other] = contacts;
    const missing =
      other === undefined
        ? { message: "the subscription has no security contact" }
        : {
            message: `Azure ignores ${label(other)}: it is not named default`,
            resource: describe(other),
            path: "name",
          };
    // Several declarations of the same contact overwrite each other: all of them must meet the criteria.
    return everyOf(
      {
        ...missing,
        parameter: ["securityContact"],
        fix: `declare the security contact named default${other?.name === "default1" ? OLD_PROVIDER : ""}`,
      },
      named.map((resource) => ({
        resource,
        criteria: [
          isDefault(resource),
          atSubscription(evidence, resource),
          ...contactCriteria(read(resource).get("properties"), expected, evidence.source),
        ],
        success: `${label(resource)} mails every security address of the fleet`,
      })),
    );
  },
});

const OLD_PROVIDER =
  "; azurerm before 3.38 always names it default1, so upgrade the provider or declare the contact with azapi";

function isDefault(contact: ArmResource): Criterion {
  return () => {
    if (textEquals(read(contact).get("name"), "default")) return undefined;
    return { message: "it is not named default", path: "name", fix: 'name it "default"' };
  };
}
