import { MonitorActivityLogAlert } from "#engine";
import type { ArmType } from "../arm-type.ts";
import { inSetOrder } from "../set-order.ts";
import { resourceGroupNameOf } from "./in-group.ts";

/** A condition on one field of an event. */
export interface AlertLeaf {
  readonly field: string;
  readonly equals: string;
}
/** A condition of an alert: on one field, alternatives of one field, or values that a list in the event contains. */
export type AlertCondition =
  | AlertLeaf
  | { readonly anyOf: readonly AlertLeaf[] }
  | { readonly field: string; readonly containsAny: readonly string[] };

/** The properties of an activity log alert. */
export interface ActivityLogAlertProperties {
  readonly scopes: readonly string[];
  readonly enabled: true;
  readonly description: string;
  /** In azurerm's order: the category, the fields of {@link FIELDS}, then those of the two kinds of health. */
  readonly condition: { readonly allOf: readonly AlertCondition[] };
  readonly actions: { readonly actionGroups: readonly { readonly actionGroupId: string }[] };
}

/** Combines the alternatives of a field to one condition. */
export function anyOf(field: string, values: readonly string[]): AlertCondition {
  return { anyOf: values.map((equals) => ({ field, equals })) };
}

/** Combines the values of a field to one condition: a single value needs no alternatives. */
export function oneOf(field: string, values: readonly string[]): AlertCondition {
  const [only] = values;
  return values.length === 1 && only !== undefined ? { field, equals: only } : anyOf(field, values);
}

/** Fields of Service Health with lists of values in the event. */
export const SERVICE_HEALTH_LISTS = {
  locations: "properties.impactedServices[*].ImpactedRegions[*].RegionName",
  services: "properties.impactedServices[*].ServiceName",
} as const;

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

/** azurerm has sets for the fields of health, and lists for the others. */
function inOrder(condition: AlertCondition): AlertCondition {
  if ("containsAny" in condition)
    return { ...condition, containsAny: inSetOrder(condition.containsAny, (value) => value) };
  if ("field" in condition) return condition;
  if (!condition.anyOf.every(({ field }) => field.startsWith("properties."))) return condition;
  return { anyOf: inSetOrder(condition.anyOf, ({ equals }) => equals) };
}

/** azurerm's argument for one value of a field, and for several. */
const FIELDS = [
  ["operationName", "operationName", undefined],
  ["caller", "caller", undefined],
  ["level", "level", "levels"],
  ["resourceProvider", "resourceProvider", "resourceProviders"],
  ["resourceType", "resourceType", "resourceTypes"],
  ["resourceGroup", "resourceGroup", "resourceGroups"],
  ["resourceId", "resourceId", "resourceIds"],
  ["status", "status", "statuses"],
  ["subStatus", "subStatus", "subStatuses"],
] as const;

type Criteria = ConstructorParameters<typeof MonitorActivityLogAlert>[2]["criteria"];

function criteria(conditions: readonly AlertCondition[]): Criteria {
  const one = new Map<string, string>();
  const several = new Map<string, string[]>();
  for (const condition of conditions) {
    if ("containsAny" in condition) several.set(condition.field, [...condition.containsAny]);
    else if ("field" in condition) one.set(condition.field, condition.equals);
    else
      for (const { equals, field } of condition.anyOf)
        several.set(field, [...(several.get(field) ?? []), equals]);
  }
  const take = <Value>(from: Map<string, Value>, field: string) => {
    const value = from.get(field);
    from.delete(field);
    return value;
  };
  /** Builds a block of the arguments that have values. */
  const block = (fields: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(fields).flatMap(([argument, field]) => {
        const values = take(several, field);
        return values === undefined ? [] : [[argument, values]];
      }),
    );
  const category = take(one, "category") ?? "";
  const fields = FIELDS.flatMap(([field, single, plural]): [string, string | string[]][] => {
    const value = take(one, field);
    const values = plural === undefined ? undefined : take(several, field);
    return [
      ...(value === undefined ? [] : [[single, value] satisfies [string, string]]),
      ...(plural === undefined || values === undefined
        ? []
        : [[plural, values] satisfies [string, string[]]]),
    ];
  });
  const serviceHealth = block({ events: "properties.incidentType", ...SERVICE_HEALTH_LISTS });
  const resourceHealth = block({
    current: "properties.currentHealthStatus",
    previous: "properties.previousHealthStatus",
    reason: "properties.cause",
  });
  const [left] = [...one.keys(), ...several.keys()];
  if (left !== undefined) throw new Error(`azurerm has no argument for a condition on ${left}`);
  return {
    category,
    ...Object.fromEntries(fields),
    ...(Object.keys(serviceHealth).length === 0 ? {} : { serviceHealth }),
    ...(Object.keys(resourceHealth).length === 0 ? {} : { resourceHealth }),
  };
}
