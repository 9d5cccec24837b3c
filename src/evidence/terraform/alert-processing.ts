import { isList, Unknown, type Value } from "../value.ts";
import { attribute, block, blocks, joined, orDefault } from "./attributes.ts";
import type { Mapper } from "./mapper.ts";
import { one, type Shape } from "./shape.ts";

const TYPE = "Microsoft.AlertsManagement/actionRules";

/** Conditions of azurerm, each with the field of the API. */
const FIELDS: Readonly<Record<string, string>> = {
  alert_context: "AlertContext",
  alert_rule_id: "AlertRuleId",
  alert_rule_name: "AlertRuleName",
  description: "Description",
  monitor: "MonitorCondition",
  monitor_condition: "MonitorCondition",
  monitor_service: "MonitorService",
  severity: "Severity",
  signal_type: "SignalType",
  target_resource: "TargetResource",
  target_resource_group: "TargetResourceGroup",
  target_resource_type: "TargetResourceType",
};

const CONDITION = one({ operator: "text", values: "texts" });
const ARGUMENTS: Shape = {
  name: "text",
  resource_group_name: "text",
  scopes: "texts",
  enabled: "flag",
  description: "any",
  tags: "any",
  timeouts: "any",
  condition: one(
    Object.fromEntries(
      Object.keys(FIELDS).flatMap((name) => (name === "monitor" ? [] : [[name, CONDITION]])),
    ),
  ),
  schedule: one({
    effective_from: "text",
    effective_until: "text",
    time_zone: "any",
    recurrence: one({ daily: "any", weekly: "any", monthly: "any" }),
  }),
};

/** The arguments of azurerm's alert processing rules. Source: azurerm 4.55.0. */
export const ALERT_PROCESSING_ARGUMENTS: Readonly<Record<string, Shape>> = {
  azurerm_monitor_alert_processing_rule_suppression: ARGUMENTS,
  azurerm_monitor_alert_processing_rule_action_group: { ...ARGUMENTS, add_action_group_ids: "texts" },
};

const LEGACY: Shape = {
  name: "text",
  resource_group_name: "text",
  enabled: "flag",
  description: "any",
  tags: "any",
  timeouts: "any",
  scope: one({ type: "text", resource_ids: "texts" }),
  condition: one({
    alert_context: CONDITION,
    alert_rule_id: CONDITION,
    description: CONDITION,
    monitor: CONDITION,
    monitor_service: CONDITION,
    severity: CONDITION,
    target_resource_type: CONDITION,
  }),
};

/** The arguments of the action rules that azurerm had before alert processing rules. Source: azurerm 3.117.0. */
export const ACTION_RULE_ARGUMENTS: Readonly<Record<string, Shape>> = {
  azurerm_monitor_action_rule_action_group: { ...LEGACY, action_group_id: "text" },
  azurerm_monitor_action_rule_suppression: {
    ...LEGACY,
    suppression: one({
      recurrence_type: "text",
      schedule: one({
        start_date_utc: "any",
        end_date_utc: "any",
        recurrence_weekly: "any",
        recurrence_monthly: "any",
      }),
    }),
  },
};

/** Maps an action rule of the API of 2019 that suppresses notifications. */
export const actionRuleSuppression: Mapper = (values, scope) =>
  actionRule(values, scope, {
    type: "Suppression",
    suppressionConfig: { recurrenceType: attribute(block(values, "suppression"), "recurrence_type") },
  });

/** Maps an action rule of the API of 2019 that adds an action group. */
export const actionRuleActionGroup: Mapper = (values, scope) =>
  actionRule(values, scope, { type: "ActionGroup", actionGroupId: attribute(values, "action_group_id") });

function actionRule(values: Value, scope: Value, does: Record<string, Value>): ReturnType<Mapper> {
  const name = attribute(values, "name");
  const group = attribute(values, "resource_group_name");
  const limit = block(values, "scope");
  const enabled = orDefault(attribute(values, "enabled"), true);
  return {
    type: TYPE,
    apiVersion: "2019-05-05-preview",
    name,
    id: joined(scope, "/resourceGroups/", group, `/providers/${TYPE}/`, name),
    tags: attribute(values, "tags"),
    location: "global",
    properties: {
      ...does,
      enabled,
      // Without a scope, the rule applies to the whole subscription.
      scopes: limit === null ? [scope] : attribute(limit, "resource_ids"),
      conditions: conditions(block(values, "condition")),
    },
  };
}

/** Maps a rule that removes all action groups of the matching alerts. */
export const alertSuppression: Mapper = (values, scope) =>
  rule(values, scope, { actionType: "RemoveAllActionGroups" });

/** Maps a rule that adds action groups. */
export const alertActionGroups: Mapper = (values, scope) =>
  rule(values, scope, {
    actionType: "AddActionGroups",
    actionGroupIds: attribute(values, "add_action_group_ids"),
  });

function rule(values: Value, scope: Value, action: Value): ReturnType<Mapper> {
  const name = attribute(values, "name");
  const group = attribute(values, "resource_group_name");
  return {
    type: TYPE,
    apiVersion: "2021-08-08",
    name,
    id: joined(scope, "/resourceGroups/", group, `/providers/${TYPE}/`, name),
    tags: attribute(values, "tags"),
    location: "global",
    properties: {
      enabled: orDefault(attribute(values, "enabled"), true),
      scopes: attribute(values, "scopes"),
      conditions: conditions(block(values, "condition")),
      schedule: schedule(block(values, "schedule")),
      actions: [action],
    },
  };
}

function conditions(condition: Value): Value {
  if (condition instanceof Unknown) return condition;
  return Object.entries(FIELDS).flatMap(([name, field]): Value[] => {
    const found = block(condition, name);
    if (found === null) return [];
    if (found instanceof Unknown) return [found];
    return [{ field, operator: attribute(found, "operator"), values: attribute(found, "values") }];
  });
}

function schedule(written: Value): Value {
  if (written === null || written instanceof Unknown) return written;
  const recurrence = block(written, "recurrence");
  const recurrences = ["daily", "weekly", "monthly"].map((kind) => blocks(recurrence, kind));
  const unknown = recurrences.find((found) => found instanceof Unknown);
  return {
    effectiveFrom: attribute(written, "effective_from"),
    effectiveUntil: attribute(written, "effective_until"),
    recurrences: unknown ?? recurrences.flatMap((found) => (isList(found) ? [...found] : [])),
  };
}
