import { MonitorActivityLogAlert } from "#engine";
import type { ArmType } from "../arm-type.ts";
import { inSetOrder } from "../set-order.ts";
import { resourceGroupNameOf } from "./in-group.ts";

/** A condition on one field of an event. */
export interface AlertLeaf {
  readonly field: string;
  readonly equals: string;
}
/** A condition of an alert: on one field, or alternatives of one field. */
export type AlertCondition = AlertLeaf | { readonly anyOf: readonly AlertLeaf[] };

/** The properties of an activity log alert. */
export interface ActivityLogAlertProperties {
  readonly scopes: readonly string[];
  readonly enabled: true;
  readonly description: string;
  /** In azurerm's order: category, operation, then alternatives. */
  readonly condition: { readonly allOf: readonly AlertCondition[] };
  readonly actions: { readonly actionGroups: readonly { readonly actionGroupId: string }[] };
}

/** The alternatives of a field as one condition. */
export function anyOf(field: string, values: readonly string[]): AlertCondition {
  return { anyOf: values.map((equals) => ({ field, equals })) };
}

/** Source of the arguments: azurerm 4.55.0. */
export const ACTIVITY_LOG_ALERT: ArmType<ActivityLogAlertProperties> = {
  type: "Microsoft.Insights/activityLogAlerts",
  azurerm: {
    type: MonitorActivityLogAlert.tfResourceType,
    declare: (scope, id, { location = "global", name, parent, properties, tags }) =>
      new MonitorActivityLogAlert(scope, id, {
        name,
        description: properties.description,
        resourceGroupName: resourceGroupNameOf(parent),
        location,
        scopes: [...properties.scopes],
        criteria: criteria(properties.condition.allOf),
        action: properties.actions.actionGroups.map(({ actionGroupId }) => ({ actionGroupId })),
        ...(tags === undefined ? {} : { tags: { ...tags } }),
      }),
  },
  inAzurermOrder: (properties) => ({
    ...properties,
    condition: { allOf: properties.condition.allOf.map(inOrder) },
  }),
};

function inOrder(condition: AlertCondition): AlertCondition {
  if ("field" in condition) return condition;
  return { anyOf: inSetOrder(condition.anyOf, ({ equals }) => equals) };
}

type Criteria = ConstructorParameters<typeof MonitorActivityLogAlert>[2]["criteria"];

function criteria(conditions: readonly AlertCondition[]): Criteria {
  const one = new Map<string, string>();
  const several = new Map<string, string[]>();
  for (const condition of conditions) {
    if ("field" in condition) one.set(condition.field, condition.equals);
    else
      for (const { equals, field } of condition.anyOf)
        several.set(field, [...(several.get(field) ?? []), equals]);
  }
  const take = <Value>(from: Map<string, Value>, field: string) => {
    const value = from.get(field);
    from.delete(field);
    return value;
  };
  const category = take(one, "category") ?? "";
  const operationName = take(one, "operationName");
  const events = take(several, "properties.incidentType");
  const current = take(several, "properties.currentHealthStatus");
  const reason = take(several, "properties.cause");
  const [left] = [...one.keys(), ...several.keys()];
  if (left !== undefined) throw new Error(`azurerm has no argument for a condition on ${left}`);
  return {
    category,
    ...(operationName === undefined ? {} : { operationName }),
    ...(events === undefined ? {} : { serviceHealth: { events } }),
    ...(current === undefined
      ? {}
      : { resourceHealth: { current, ...(reason === undefined ? {} : { reason }) } }),
  };
}
