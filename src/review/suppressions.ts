import { type ArmResource, read, sameName, Unknown, UnknownValueError } from "../evidence/index.ts";
import { isRecord, items, member, textMember } from "../evidence/json.ts";
import type { PlanEvidence } from "../evidence/plan/index.ts";
import type { Possibility } from "./possibility.ts";

const SUPPRESSION = "azurerm_monitor_alert_processing_rule_suppression";
const ARM_RULES = "microsoft.alertsmanagement/actionrules";
const ALERTS = "Microsoft.Insights/activityLogAlerts";

interface Rule {
  readonly scopes: readonly unknown[];
  /** Whether it silences at every time and under no condition. */
  readonly always: boolean;
}

/**
 * Alert processing rules that silence the alerts of a subscription. They act on every alert that fires in their scopes,
 * but for Service Health alerts.
 *
 * Source: https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-processing-rules
 */
export function suppressionsOf(
  evidence: PlanEvidence,
  subscriptionId: string,
  side: "before" | "after",
): Possibility[] {
  return evidence.resources.flatMap(({ address, entry, type }) => {
    const change = member(entry, "change");
    const rule = ruleOf(type, member(change, side));
    if (rule === undefined) return [];
    const scopes = rule.scopes.map((scope) =>
      typeof scope === "string" ? scope.toLowerCase().replace(/\/+$/, "") : "",
    );
    const whole = scopes.includes(`/subscriptions/${subscriptionId}`);
    const part = scopes.some((scope) => scope.startsWith(`/subscriptions/${subscriptionId}/`));
    // Scopes that only the apply will tell may be this subscription.
    const open = scopes.length === 0 || scopes.includes("");
    if (!whole && !part && !open) return [];
    const certain = whole && rule.always;
    const extent = certain
      ? "every alert of the subscription"
      : "alerts of the subscription, at times or in part";
    return [
      {
        resource: address,
        effect: "takes" as const,
        certain,
        reason: `${address} suppresses the notifications of ${extent}, but for Service Health`,
        fix: "limit the alert processing rule to what is to be silent, or take it away",
        apply: (resources: readonly ArmResource[]) =>
          certain
            ? resources.filter((one) => !isSilenced(one))
            : resources.map((one) => (isSilenced(one) ? { ...one, properties: new Unknown(address) } : one)),
      },
    ];
  });
}

function ruleOf(type: string, values: unknown): Rule | undefined {
  if (type === SUPPRESSION) {
    if (!isRecord(values) || member(values, "enabled") === false) return undefined;
    const always =
      items(member(values, "schedule")).length === 0 && items(member(values, "condition")).length === 0;
    return { scopes: items(member(values, "scopes")), always };
  }
  if (type !== "azapi_resource") return undefined;
  if (textMember(values, "type")?.split("@")[0]?.toLowerCase() !== ARM_RULES) return undefined;
  const properties = member(member(values, "body"), "properties");
  const removes = items(member(properties, "actions")).some(
    (action) => textMember(action, "actionType")?.toLowerCase() === "removeallactiongroups",
  );
  if (!removes || member(properties, "enabled") === false) return undefined;
  const always =
    !isRecord(member(properties, "schedule")) && items(member(properties, "conditions")).length === 0;
  return { scopes: items(member(properties, "scopes")), always };
}

function isSilenced(resource: ArmResource): boolean {
  if (!sameName(resource.type, ALERTS)) return false;
  try {
    const conditions = read(resource).get("properties").get("condition").get("allOf").items();
    return !conditions.some(
      (one) =>
        one.get("field").text()?.toLowerCase() === "category" &&
        one.get("equals").text()?.toLowerCase() === "servicehealth",
    );
  } catch (error) {
    if (error instanceof UnknownValueError) return true;
    throw error;
  }
}
