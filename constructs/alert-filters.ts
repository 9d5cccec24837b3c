import { type AlertCondition, oneOf } from "../src/engine/arm/index.ts";
import { EVENT_LEVELS, type EventLevel } from "./alert-values.ts";
import { type Checks, hasToken } from "./checks.ts";

/**
 * Additional conditions of an event. A filter narrows the alert, and controls do not count a narrowed alert: use
 * filters only for alerts in addition to the required one.
 */
export interface AlertFilters {
  /** Levels that notify: at least one, no duplicates. @default - all */
  readonly levels?: readonly EventLevel[];
  /** Statuses that notify, such as `Succeeded`, `Failed` or `Active`: 1 to 10, no duplicates. @default - all */
  readonly statuses?: readonly string[];
  /** Sub-statuses that notify, such as `Created` or `Forbidden`: 1 to 10, no duplicates. @default - all */
  readonly subStatuses?: readonly string[];
}

/** Filters on the resource of an event. */
export interface ResourceFilters {
  /** Resource providers, such as `Microsoft.Compute`: 1 to 50, no duplicates. @default - all */
  readonly resourceProviders?: readonly string[];
  /** Resource types, such as `Microsoft.Compute/virtualMachines`: 1 to 50, no duplicates. @default - all */
  readonly resourceTypes?: readonly string[];
  /** Names of resource groups: 1 to 50, no duplicates. @default - all */
  readonly resourceGroups?: readonly string[];
  /** ARM ids of resources: 1 to 50, no duplicates. @default - all */
  readonly resourceIds?: readonly string[];
}

/** The filters with their field of the event and the maximum number of values, in azurerm's order. */
const FILTERS = [
  ["levels", "level", EVENT_LEVELS.length],
  ["resourceProviders", "resourceProvider", 50],
  ["resourceTypes", "resourceType", 50],
  ["resourceGroups", "resourceGroup", 50],
  ["resourceIds", "resourceId", 50],
  ["statuses", "status", 10],
  ["subStatuses", "subStatus", 10],
] as const satisfies readonly (readonly [keyof (AlertFilters & ResourceFilters), string, number])[];

/** Validates filters against the limits of Azure. */
export function checkFilters(checks: Checks, filters: AlertFilters & ResourceFilters): void {
  if (filters.levels !== undefined) checks.choices("levels", filters.levels, EVENT_LEVELS);
  for (const [prop, , most] of FILTERS) {
    const values = filters[prop];
    if (values !== undefined && prop !== "levels") checkTexts(checks, prop, values, most);
  }
}

/** Validates a list of texts: none empty, no duplicates in any case of letters. */
export function checkTexts(checks: Checks, prop: string, values: readonly string[], most: number): void {
  if (hasToken(values) && !Array.isArray(values)) return;
  checks.require(
    values.length >= 1 && values.length <= most,
    prop,
    `have 1 to ${most} values`,
    values.length,
  );
  for (const [index, value] of values.entries()) checks.text(`${prop}[${index}]`, value, { max: 2048 });
  const distinct = new Set(values.map((value) => String(value).toLowerCase())).size;
  checks.require(distinct === values.length, prop, "have no duplicates", values.join(", "));
}

/** Returns the filters as conditions, in azurerm's order. */
export function filterConditions(filters: AlertFilters & ResourceFilters): readonly AlertCondition[] {
  return FILTERS.flatMap(([prop, field]) => {
    const values = filters[prop];
    return values === undefined ? [] : [oneOf(field, values)];
  });
}
