import type { BudgetCondition, BudgetFilterProperties } from "../src/engine/arm/index.ts";
import { checkTexts } from "./alert-filters.ts";
import { BUDGET_DIMENSIONS, type BudgetDimension } from "./alert-values.ts";
import type { Checks } from "./checks.ts";

/** Limits a budget to costs that meet all conditions. At least one condition is needed. */
export interface BudgetFilter {
  /**
   * Values per dimension; one of them must match: `{ ResourceGroupName: ["rg-shop"] }`. Each has 1 to 100.
   *
   * @default - none
   */
  readonly dimensions?: Readonly<Partial<Record<BudgetDimension, readonly string[]>>>;
  /** Values per tag; one of them must match: `{ costCenter: ["4711"] }`. Each has 1 to 100. @default - none */
  readonly tags?: Readonly<Record<string, readonly string[]>>;
}

/** Validates a filter against the limits of Azure. */
export function checkBudgetFilter(checks: Checks, { dimensions = {}, tags = {} }: BudgetFilter): void {
  const names = Object.keys(dimensions);
  checks.require(names.length + Object.keys(tags).length > 0, "filter", "have a dimension or a tag", "none");
  if (names.length > 0) checks.choices("filter.dimensions", names, BUDGET_DIMENSIONS);
  for (const [name, values = []] of Object.entries(dimensions))
    checkTexts(checks, `filter.dimensions.${name}`, values, 100);
  for (const [name, values] of Object.entries(tags)) {
    checks.text("filter.tags", name, { max: 512 });
    checkTexts(checks, `filter.tags.${name}`, values, 100);
  }
}

/** Returns the filter in the form of ARM, where a single condition is not in a list. */
export function statedFilter({ dimensions = {}, tags = {} }: BudgetFilter): BudgetFilterProperties {
  const comparison = (name: string, values: readonly string[]) => ({ name, operator: "In" as const, values });
  const conditions: readonly BudgetCondition[] = [
    ...Object.entries(dimensions).map(([name, values = []]) => ({ dimensions: comparison(name, values) })),
    ...Object.entries(tags).map(([name, values]) => ({ tags: comparison(name, values) })),
  ];
  const [only] = conditions;
  return conditions.length === 1 && only !== undefined ? only : { and: conditions };
}
