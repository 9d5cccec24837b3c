import { ConsumptionBudgetSubscription } from "#engine";
import type { ArmType } from "../arm-type.ts";
import { inSetOrder } from "../set-order.ts";
import { subscriptionIdOf } from "./in-group.ts";

/** One notification of a budget. */
export interface BudgetNotification {
  readonly enabled: true;
  readonly operator: "GreaterThanOrEqualTo";
  /** A percentage of the amount. */
  readonly threshold: number;
  readonly thresholdType: "Actual" | "Forecasted";
  readonly contactEmails: readonly string[];
  readonly contactGroups?: readonly string[];
  readonly contactRoles?: readonly string[];
}

/** One condition on the costs that count. */
export interface BudgetComparison {
  readonly name: string;
  readonly operator: "In";
  readonly values: readonly string[];
}
/** A condition on a dimension, or on a tag. */
export type BudgetCondition = { readonly dimensions: BudgetComparison } | { readonly tags: BudgetComparison };
/** One condition, or several that must all be met. */
export type BudgetFilterProperties = BudgetCondition | { readonly and: readonly BudgetCondition[] };

/** The period of a budget. */
export type TimeGrain =
  | "Monthly"
  | "Quarterly"
  | "Annually"
  | "BillingMonth"
  | "BillingQuarter"
  | "BillingAnnual";

/** The properties of a budget. */
export interface BudgetProperties {
  readonly category: "Cost";
  readonly amount: number;
  readonly timeGrain: TimeGrain;
  readonly timePeriod: { readonly startDate: string };
  readonly filter?: BudgetFilterProperties;
  /** By the keys of {@link notificationKey}. */
  readonly notifications: Readonly<Record<string, BudgetNotification>>;
}

/** The key that azurerm gives a notification. azapi uses it too, so that moving a budget changes nothing. */
export function notificationKey({
  operator,
  threshold,
  thresholdType,
}: Pick<BudgetNotification, "operator" | "threshold" | "thresholdType">): string {
  return `${thresholdType}_${operator}_${threshold.toFixed(6)}_Percent`;
}

/** Source of the arguments: azurerm 4.55.0. Azure does not allow a change of a budget's start. */
export const BUDGET: ArmType<BudgetProperties> = {
  type: "Microsoft.Consumption/budgets",
  azurerm: {
    type: ConsumptionBudgetSubscription.tfResourceType,
    declare: (scope, id, { name, parent, properties }) =>
      new ConsumptionBudgetSubscription(scope, id, {
        name,
        subscriptionId: subscriptionIdOf(parent),
        amount: properties.amount,
        timeGrain: properties.timeGrain,
        timePeriod: properties.timePeriod,
        ...(properties.filter === undefined ? {} : { filter: filterBlock(properties.filter) }),
        notification: Object.values(properties.notifications).map(
          ({ contactEmails, contactGroups, contactRoles, operator, threshold, thresholdType }) => ({
            thresholdType,
            threshold,
            operator,
            contactEmails: [...contactEmails],
            ...(contactGroups === undefined ? {} : { contactGroups: [...contactGroups] }),
            ...(contactRoles === undefined ? {} : { contactRoles: [...contactRoles] }),
          }),
        ),
        lifecycle: { ignoreChanges: ["time_period[0].start_date"] },
      }),
  },
  // A notification that was removed in Azure is drift.
  azapi: { ignoreChanges: ["body.properties.timePeriod.startDate"], ignoreMissingProperty: false },
  inAzurermOrder: ({ filter, ...properties }) => ({
    ...properties,
    ...(filter === undefined ? {} : { filter: inOrder(filter) }),
  }),
};

/** azurerm has sets of dimensions and of tags. */
function filterBlock(filter: BudgetFilterProperties) {
  const { dimension, tag } = conditionsOf(filter);
  const block = ({ values, ...comparison }: BudgetComparison) => ({ ...comparison, values: [...values] });
  return {
    ...(dimension.length === 0 ? {} : { dimension: dimension.map(block) }),
    ...(tag.length === 0 ? {} : { tag: tag.map(block) }),
  };
}

function conditionsOf(filter: BudgetFilterProperties) {
  const conditions = "and" in filter ? filter.and : [filter];
  return {
    dimension: conditions.flatMap((one) => ("dimensions" in one ? [one.dimensions] : [])),
    tag: conditions.flatMap((one) => ("tags" in one ? [one.tags] : [])),
  };
}

/** azurerm sends dimensions first, then tags, each in the order of a set. */
function inOrder(filter: BudgetFilterProperties): BudgetFilterProperties {
  if (!("and" in filter)) return filter;
  const { dimension, tag } = conditionsOf(filter);
  return {
    and: [
      ...inSetOrder(dimension, textOf).map((dimensions) => ({ dimensions })),
      ...inSetOrder(tag, textOf).map((tags) => ({ tags })),
    ],
  };
}

/** Serializes a block for the checksum that orders a set: `SerializeResourceForHash` of terraform-plugin-sdk v2. */
function textOf({ name, operator, values }: BudgetComparison): string {
  return `name:${name};operator:${operator};values:(${values.map((value) => `${value};`).join("")});`;
}
