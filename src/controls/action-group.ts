import { type ArmResource, read } from "../evidence/index.ts";
import { listed, quote } from "../text/wording.ts";
import { ACTION_GROUPS } from "./action-groups.ts";
import { switchedOn } from "./arm.ts";
import { resourcesSeen } from "./cannot-tell.ts";
import type { Expectation } from "./control.ts";
import { anyOf, type Criterion } from "./criteria.ts";
import { label } from "./label.ts";
import { asked, ownControl } from "./own-control.ts";
import { calls, hasWorkingReceiver, mails } from "./receivers.ts";
import { CHECKLIST, rules } from "./tools.ts";
import { hasNo } from "./words.ts";

export const actionGroup = ownControl({
  id: "action-group",
  title: "Alerts reach the people who answer them",
  severity: "high",
  required: true,
  why:
    "An alert rule notifies an action group, and the action group notifies people. " +
    "Azure accepts action groups without receivers, and still shows the alert as fired.",
  judgedBy: [
    "At least one `Microsoft.Insights/actionGroups` of the subscription with any name meets all of these.",
    "It is enabled, and has at least one working receiver: a valid e-mail address, an https webhook, SMS, voice, push, ITSM, runbook, logic app, function or event hub. Role receivers alone do not count: they mail only users of the customer's own directory, never delegated partner staff.",
    "It sends mail to every address of the fleet's `contacts.operations.emails` and calls every one of its `webhooks`.",
    "A mail or SMS receiver that Azure reports as Disabled (it unsubscribed) or NotSpecified does not count.",
  ],
  satisfies: [...rules(CHECKLIST, "ALZ F01.11")],
  cannotSatisfy: [],
  words: hasNo("action group"),
  judges: { [ACTION_GROUPS]: "the action group" },
  askedBy: {
    "cis-6": asked(...Array.from({ length: 11 }, (_, index) => `6.1.2.${index + 1}`)),
    amba: asked(
      "ServiceHealthIncident",
      "ServiceHealthPlannedMaintenance",
      "ServiceHealthAdvisoryEvent",
      "ServiceHealthSecurityIncident",
      "ResourceHealthUnhealthyAlert",
    ),
  },
  guide: {
    baseline:
      "contacts: { operations: { emails: [noc@fabrikam.example], webhooks: [{ name: itsm, uri: https://hooks.fabrikam.example/azure }] } }",
    construct: "ActionGroup",
    hints: [
      "A recipient used the unsubscribe link of a mail. The resource does not change; the [audit](../audit-controls.md#receiver-status) detects it, and the recipient has to subscribe again.",
      "The action group was disabled in the portal: deploy again.",
    ],
  },
  check: (evidence, expected) =>
    anyOf(
      {
        message: "the subscription has no action group",
        parameter: ["contacts", "operations"],
        fix: "declare an action group with the fleet's operations contacts",
      },
      resourcesSeen(evidence, ACTION_GROUPS).map((resource) => ({
        resource,
        criteria: criteria(resource, expected),
        success: `${label(resource)} notifies every operations contact of the fleet`,
      })),
    ),
});

function criteria(group: ArmResource, { baseline }: Expectation): Criterion[] {
  const { emails, webhooks } = baseline.contacts.operations;
  const enabled = read(group).get("properties").get("enabled");
  return [
    () => {
      if (switchedOn(enabled)) return undefined;
      return { message: "the action group is disabled", path: enabled.path, fix: "enable the action group" };
    },
    () => {
      if (!switchedOn(enabled) || hasWorkingReceiver(group)) return undefined;
      const parameter = ["contacts", "operations"];
      return {
        message: "the action group has no working receiver",
        path: "properties",
        parameter,
        fix: "add a working receiver",
      };
    },
    () => {
      const missing = emails.filter((address) => !mails(group, address));
      if (missing.length === 0) return undefined;
      return {
        message: `it does not send mail to ${listed(missing)}`,
        path: "properties.emailReceivers",
        parameter: ["contacts", "operations", "emails"],
        fix: "add contacts.operations.emails of the fleet as mail receivers",
      };
    },
    () => {
      // Shows the name only: a webhook's address may hold a secret.
      const missing = webhooks.filter(({ uri }) => !calls(group, uri)).map(({ name }) => quote(name));
      if (missing.length === 0) return undefined;
      return {
        message: `it does not call the webhook ${listed(missing)}`,
        path: "properties.webhookReceivers",
        parameter: ["contacts", "operations", "webhooks"],
        fix: "add contacts.operations.webhooks of the fleet as webhook receivers",
      };
    },
  ];
}
