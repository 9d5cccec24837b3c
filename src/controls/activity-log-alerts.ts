import { ADMINISTRATIVE_OPERATIONS } from "../../constructs/administrative-operations.ts";
import { listed } from "../text/wording.ts";
import { ACTIVITY_LOG_ALERTS, judgeAlerts } from "./alert-coverage.ts";
import { asked, ownControl } from "./own-control.ts";
import { AZURE_POLICY, CIS, PROWLER, rules, unsatisfied } from "./tools.ts";
import { lacks } from "./words.ts";

const CIS_ITEMS = Array.from({ length: 10 }, (_, index) => `6.1.2.${index + 1}`);

export const activityLogAlerts = ownControl({
  id: "activity-log-alerts",
  title: "Changes that weaken the subscription's defenses are noticed",
  severity: "medium",
  required: true,
  why:
    "An attacker who takes over a subscription opens its network, removes its policies and assigns roles. " +
    "Each of these is one administrative operation, and an alert on it is the earliest sign.",
  judgedBy: [
    `An alert of category Administrative exists for each of these operations: ${ADMINISTRATIVE_OPERATIONS.map((operation) => `\`${operation}\``).join(", ")}. The fleet's \`activityLogAlerts.extraOperations\` add operations, and \`delegations: true\` adds \`Microsoft.ManagedServices/registrationAssignments/write\` and \`/delete\`.`,
    "The alert names the operation. An alert on every administrative operation does not count: it fires too often to be read, and CIS audits the name.",
    "It is enabled, its only scope is this subscription, and it has no other condition: one on level, status, caller or resource misses operations.",
    "One of its action groups, or of those that an alert processing rule on the whole subscription adds, is enabled and has a working receiver.",
    "No alert processing rule on the whole subscription removes the action groups. A rule with a schedule, or with a filter that cannot be evaluated, gives unknown. A rule on a resource group, resources or resource types is ignored.",
  ],
  satisfies: [
    ...rules(CIS, ...CIS_ITEMS),
    ...rules(
      PROWLER,
      "monitor_alert_create_policy_assignment",
      "monitor_alert_delete_policy_assignment",
      "monitor_alert_create_update_nsg",
      "monitor_alert_delete_nsg",
      "monitor_alert_create_update_security_solution",
      "monitor_alert_delete_security_solution",
      "monitor_alert_create_update_sqlserver_fr",
      "monitor_alert_delete_sqlserver_fr",
      "monitor_alert_create_update_public_ip_address_rule",
      "monitor_alert_delete_public_ip_address_rule",
    ),
    ...rules(AZURE_POLICY, "c5447c04-a4d7-4ba8-a263-c9ee321a6858"),
  ],
  cannotSatisfy: [
    ...unsatisfied(
      "assigned for an operation of classic networks or of single security rules, it requires an alert that CIS does not require; name it in activityLogAlerts.extraOperations",
      rules(AZURE_POLICY, "b954148f-4c11-4c38-8221-be76711e194a"),
    ),
    ...unsatisfied(
      "assigned for Microsoft.Security/policies/write, it requires an alert that CIS does not require; name it in activityLogAlerts.extraOperations",
      rules(AZURE_POLICY, "3b980d31-7904-4bb7-8575-5665739a8052"),
    ),
  ],
  words: lacks("activity log alerts"),
  judges: { [ACTIVITY_LOG_ALERTS]: "the activity log alert" },
  needs: ["action-group"],
  askedBy: { "cis-6": asked(...CIS_ITEMS) },
  guide: {
    baseline: "activityLogAlerts: { extraOperations: [Microsoft.KeyVault/vaults/delete] }",
    construct: "ActivityLogAlerts",
    hints: [
      "An alert that is filtered by level, status or caller does not count. The baseline declares unfiltered alerts in addition.",
      "Azure allows 100 activity log alerts in a subscription, and support does not raise this limit: remove unused alerts of other tools.",
    ],
  },
  check: (evidence, { baseline, today }) =>
    judgeAlerts(
      evidence,
      {
        category: "Administrative",
        wanted: [...ADMINISTRATIVE_OPERATIONS, ...baseline.activityLogAlerts.extraOperations],
        name: operations,
        covers: (conditions, operation) => conditions.names("operationName", operation),
        narrowing: ({ fields }) =>
          fields.filter((field) => !["category", "operationname"].includes(field.toLowerCase())),
        parameter: ["activityLogAlerts"],
        success: "alerts cover every administrative operation that weakens the subscription",
      },
      today,
    ),
});

/** Joins operations; those of one type share its name: `Microsoft.Sql/servers/firewallRules/write and /delete`. */
function operations(all: readonly string[]): string {
  const byType = new Map<string, string[]>();
  for (const operation of all) {
    const end = operation.lastIndexOf("/");
    const type = operation.slice(0, end);
    byType.set(type, [...(byType.get(type) ?? []), operation.slice(end)]);
  }
  return listed([...byType].map(([type, verbs]) => `${type}${listed(verbs)}`));
}
