import { ConsumptionBudgetSubscription } from "#engine";
import type { ArmType } from "../arm-type.ts";
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
}

/** The properties of a budget. */
export interface BudgetProperties {
  readonly category: "Cost";
  readonly amount: number;
  readonly timeGrain: "Monthly";
  readonly timePeriod: { readonly startDate: string };
  /** By the keys of {@link notificationKey}. */
  readonly notifications: Readonly<Record<string, BudgetNotification>>;
}

/** The key that azurerm gives a notification: kept by azapi, so that a budget that moves stays as it is. */
export function notificationKey({
  operator,
  threshold,
  thresholdType,
}: Pick<BudgetNotification, "operator" | "threshold" | "thresholdType">): string {
  return `${thresholdType}_${operator}_${threshold.toFixed(6)}_Percent`;
}

/** Source of the arguments: azurerm 4.55.0. Azure never lets the start of a budget change. */
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
        notification: Object.values(properties.notifications).map(
          ({ contactEmails, contactGroups, operator, threshold, thresholdType }) => ({
            thresholdType,
            threshold,
            operator,
            contactEmails: [...contactEmails],
            ...(contactGroups === undefined ? {} : { contactGroups: [...contactGroups] }),
          }),
        ),
        lifecycle: { ignoreChanges: ["time_period[0].start_date"] },
      }),
  },
  azapi: { ignoreChanges: ["body.properties.timePeriod.startDate"] },
};
