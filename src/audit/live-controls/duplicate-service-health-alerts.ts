import { AlertConditions } from "../../controls/alert-conditions.ts";
import { comparableId, subscriptionScope, switchedOn } from "../../controls/arm.ts";
import { resourcesSeen } from "../../controls/index.ts";
import { label } from "../../controls/label.ts";
import { EVENTS } from "../../controls/service-health-alert.ts";
import { type ArmResource, describe, type Evidence, read } from "../../evidence/index.ts";
import { listed } from "../../text/wording.ts";
import type { LiveControl } from "./live-control.ts";

/**
 * Patterns of names of other tools' alerts. Source: Azure/azure-monitor-baseline-alerts; Azure/Enterprise-Scale;
 * built-in policy 98903777-a9f6-47f5-90a9-acaf62ab01a8.
 */
const TOOLS: readonly (readonly [RegExp, string])[] = [
  [/^ServiceHealth(Incident|PlannedMaintenance|Advisory(Event)?|Security(Incident|Advisory)?)$/i, "AMBA"],
  [/^ServiceHealthSubscriptionAlertRule/i, "ALZ"],
];

export const duplicateServiceHealthAlerts: LiveControl = {
  id: "duplicate-service-health-alerts",
  title: "Azure's incidents are reported once",
  severity: "low",
  required: true,
  why: "AMBA and ALZ deploy their own Service Health alerts. If several report the same event, recipients mute all of them, and it is unclear which one is maintained.",
  judgedBy: [
    "No two enabled alerts of category ServiceHealth whose scope is this subscription cover the same event type, unless each is filtered by regions or services.",
    "The finding names the tool of alerts of AMBA and ALZ.",
  ],
  satisfies: [],
  cannotSatisfy: [],
  check: (evidence) => {
    const alerts = resourcesSeen(evidence, "Microsoft.Insights/activityLogAlerts").flatMap((alert) => {
      const covers = eventsOf(evidence, alert);
      return covers.length === 0 ? [] : [{ alert, covers }];
    });
    const twice = EVENTS.filter((event) => alerts.filter(({ covers }) => covers.includes(event)).length > 1);
    if (alerts.length === 0) return undefined;
    if (twice.length === 0) return { status: "pass", message: "every Service Health event is reported once" };
    const duplicates = alerts.filter(({ covers }) => covers.some((event) => twice.includes(event)));
    const other = duplicates.find(({ alert }) => toolOf(alert) !== undefined) ?? duplicates.at(-1);
    return {
      status: "fail",
      message: `Service Health events of type ${listed(twice)} are reported more than once, by ${listed(duplicates.map(({ alert }) => named(alert)))}`,
      ...(other === undefined ? {} : { resource: describe(other.alert) }),
      path: "properties.condition",
      fix: "keep one: switch the other tool's alerts off (AMBA: the subscription's tag MonitorDisable), or except the baseline's",
    };
  },
};

/** Returns the event types that an alert covers; none when it is disabled, has another category, or is filtered. */
function eventsOf(evidence: Evidence, alert: ArmResource): string[] {
  const properties = read(alert).get("properties");
  const scopes = properties.get("scopes").texts().map(comparableId);
  if (!switchedOn(properties.get("enabled")) || !scopes.includes(subscriptionScope(evidence.subscriptionId)))
    return [];
  const conditions = new AlertConditions(alert);
  if (!conditions.names("category", "ServiceHealth")) return [];
  const isNarrowed = conditions.fields.some((field) => !/^(category|properties\.incidentType)$/i.test(field));
  return isNarrowed ? [] : EVENTS.filter((event) => conditions.allows("properties.incidentType", event));
}

function named(alert: ArmResource): string {
  const tool = toolOf(alert);
  return tool === undefined ? label(alert) : `${label(alert)} (${tool})`;
}

function toolOf(alert: ArmResource): string | undefined {
  const name = read(alert).get("name").text() ?? "";
  return TOOLS.find(([pattern]) => pattern.test(name))?.[1];
}
