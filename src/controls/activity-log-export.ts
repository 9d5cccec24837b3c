import { type Cursor, read } from "../evidence/index.ts";
import type { ActivityLogDestinations } from "../fleet/index.ts";
import { listed } from "../text/wording.ts";
import { comparableId, isAtSubscription, textEquals } from "./arm.ts";
import { atSubscription } from "./at-subscription.ts";
import { resourcesSeen, someCertain } from "./cannot-tell.ts";
import { anyOf, type Criterion } from "./criteria.ts";
import { label } from "./label.ts";
import { asked, ownControl } from "./own-control.ts";
import { AZURE_POLICY, CHECKOV, CIS, PROWLER, rules, TRIVY, unsatisfied } from "./tools.ts";

const DIAGNOSTIC_SETTINGS = "Microsoft.Insights/diagnosticSettings";
const CATEGORIES = ["Administrative", "Security", "Alert", "Policy"];

export const activityLogExport = ownControl({
  id: "activity-log-export",
  title: "The activity log outlives Azure's ninety days",
  severity: "medium",
  required: false,
  why:
    "Azure keeps the activity log for 90 days. An intrusion that is found later can then only be reconstructed " +
    "from a copy, and the copy must have been made at the time.",
  judgedBy: [
    "One `Microsoft.Insights/diagnosticSettings` of the subscription itself exports to every destination that the fleet's `activityLogExport` names.",
    `Its logs ${CATEGORIES.join(", ")} are enabled, by name or through the category group allLogs.`,
  ],
  satisfies: [
    ...rules(CIS, "6.1.1.1", "6.1.1.2"),
    ...rules(
      PROWLER,
      "monitor_diagnostic_settings_exists",
      "monitor_diagnostic_setting_with_appropriate_categories",
    ),
  ],
  cannotSatisfy: [
    ...unsatisfied("it evaluates azurerm_monitor_log_profile, which Azure retired on 2026-09-30", [
      ...rules(CHECKOV, "CKV_AZURE_37", "CKV_AZURE_38"),
      ...rules(TRIVY, "AZU-0031", "AZU-0032", "AZU-0033"),
    ]),
    ...unsatisfied(
      "it requires one workspace for all subscriptions, given by its assignment",
      rules(AZURE_POLICY, "2465583e-4e78-4c15-b6be-a36cbc7c8b0f"),
    ),
  ],
  words: {
    none: ["does not export its activity log", "do not export their activity log"],
    flawed: ["does not export all of its activity log", "do not export all of their activity log"],
  },
  judges: { [DIAGNOSTIC_SETTINGS]: "the export of the activity log" },
  askedBy: { "cis-6": asked("6.1.1.1", "6.1.1.2") },
  guide: {
    baseline: `activityLogExport:
  workspaceId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-logs/providers/Microsoft.OperationalInsights/workspaces/logs`,
    construct: "ActivityLogExport",
    hints: ["The workspace or storage account was deleted or moved: set the new id."],
  },
  enabled: ({ activityLogExport: wanted }) => wanted !== false,
  check: (evidence, { baseline }) => {
    const wanted = baseline.activityLogExport;
    const settings = resourcesSeen(evidence, DIAGNOSTIC_SETTINGS).filter(({ id }) => {
      return typeof id !== "string" || isAtSubscription(id, evidence.subscriptionId, DIAGNOSTIC_SETTINGS);
    });
    return anyOf(
      {
        message: "the subscription's activity log is not exported",
        parameter: ["activityLogExport"],
        fix: "declare a diagnostic setting on the subscription",
      },
      settings.map((resource) => {
        const properties = read(resource).get("properties");
        const to: Partial<ActivityLogDestinations> = wanted === false ? {} : wanted;
        return {
          resource,
          criteria: [
            atSubscription(evidence, resource),
            categories(properties.get("logs")),
            ...DESTINATIONS.map((key) => destination(properties.get(key), to[key], key)),
          ],
          success: `${label(resource)} exports the activity log`,
        };
      }),
    );
  },
});

/** Where the fleet can want it sent: ids, and the name of an event hub. */
const DESTINATIONS = [
  "workspaceId",
  "storageAccountId",
  "eventHubAuthorizationRuleId",
  "eventHubName",
  "marketplacePartnerId",
] as const;

function categories(logs: Cursor): Criterion {
  return () => {
    const exported = logs.items().filter((log) => log.get("enabled").flag() === true);
    if (someCertain(exported, (log) => textEquals(log.get("categoryGroup"), "allLogs"))) return undefined;
    const missing = CATEGORIES.filter((category) => {
      return !someCertain(exported, (log) => textEquals(log.get("category"), category));
    });
    if (missing.length === 0) return undefined;
    const message = `it does not export the log ${listed(missing)}`;
    return {
      message,
      path: logs.path,
      parameter: ["activityLogExport"],
      fix: `enable the log ${listed(missing)}`,
    };
  };
}

function destination(found: Cursor, wanted: string | undefined, key: string): Criterion {
  return () => {
    if (wanted === undefined || comparableId(found.text() ?? "") === comparableId(wanted)) return undefined;
    const parameter = ["activityLogExport", key];
    return {
      message: `it does not export to the fleet's ${key}`,
      path: found.path,
      parameter,
      fix: `set its ${key}`,
    };
  };
}
