import { AlertConditions } from "../../controls/alert-conditions.ts";
import { comparableId, subscriptionScope, switchedOn } from "../../controls/arm.ts";
import { resourcesSeen } from "../../controls/index.ts";
import { label, listed } from "../../controls/wording.ts";
import { type ArmResource, describe, type Evidence, read } from "../../evidence/index.ts";
import type { LiveControl } from "./live-control.ts";

const EVENTS = ["Incident", "Maintenance", "Informational", "ActionRequired", "Security"];

/** Names by which other tools' alerts are known. Source: Azure/azure-monitor-baseline-alerts; Azure/Enterprise-Scale; built-in policy 98903777-a9f6-47f5-90a9-acaf62ab01a8. */
const TOOLS: readonly (readonly [RegExp, string])[] = [
  [/^ServiceHealth(Incident|PlannedMaintenance|Advisory(Event)?|Security(Incident|Advisory)?)$/i, "AMBA"],
  [/^ServiceHealthSubscriptionAlertRule/i, "ALZ"],
];

export const duplicateServiceHealthAlerts: LiveControl = {
  id: "duplicate-service-health-alerts",
  title: "Azure's incidents are told once",
  severity: "low",
  required: true,
  why: "AMBA and ALZ bring Service Health alerts of their own. Where several tell the same, people mute all of them, and nobody knows which one is maintained.",
  judgedBy: [
    "No two enabled alerts of category ServiceHealth whose scope is this very subscription cover the same event type, unless each is narrowed by regions or services.",
    "Alerts of AMBA and ALZ are named by their tool.",
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
    if (twice.length === 0) return { status: "pass", message: "every Service Health event is told once" };
    const tellers = alerts.filter(({ covers }) => covers.some((event) => twice.includes(event)));
    const other = tellers.find(({ alert }) => toolOf(alert) !== undefined) ?? tellers.at(-1);
    return {
      status: "fail",
      message: `Service Health events of type ${listed(twice)} are told more than once, by ${listed(tellers.map(({ alert }) => named(alert)))}`,
      ...(other === undefined ? {} : { resource: describe(other.alert) }),
      path: "properties.condition",
      fix: "keep one: switch the other tool's alerts off (AMBA: the subscription's tag MonitorDisable), or except the baseline's",
    };
  },
};

/** The event types that an alert tells of; none when it is off, watches something else, or is narrowed. */
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
