import { Construct } from "constructs";
import { BUDGET, notificationKey, type TimeGrain } from "../src/engine/arm/index.ts";
import { type Adoptable, idOf } from "./adoptable.ts";
import { checkTexts } from "./alert-filters.ts";
import { TIME_GRAINS } from "./alert-values.ts";
import { type BudgetFilter, checkBudgetFilter, statedFilter } from "./budget-filter.ts";
import { budgetStart } from "./budget-start.ts";
import { Checks, hasToken, requireProps } from "./checks.ts";
import { declare } from "./declare.ts";
import { DEFAULTS } from "./defaults.ts";
import { checkProvider, type DeclaredBy } from "./provider.ts";

/** Settings of a `Budget`. */
export interface BudgetProps extends DeclaredBy {
  /** The subscription's GUID. */
  readonly subscriptionId: string;
  /** The cost of a period at retail rates, in the billing currency of the customer: at least 1. */
  readonly amount: number;
  /**
   * The first month, `YYYY-MM`, from 2017-06 on: a literal. The budget starts in this month if Terraform first plans it
   * earlier. Otherwise it starts in the month in which Terraform first plans it. Azure does not allow a change of the
   * start of an existing budget, so Terraform ignores it after the creation.
   *
   * @default - the month in which Terraform first plans the budget
   */
  readonly startMonth?: string;
  /** E-mail addresses that are notified at every threshold: at most 50. At least one address or action group is needed. @default - none */
  readonly emails?: readonly string[];
  /** ARM ids of action groups, notified at every threshold: at most 5. @default - none */
  readonly actionGroupIds?: readonly string[];
  /** Percentages of the amount at which the actual cost notifies: whole numbers from 1 to 1000, no duplicates. @default [50, 80, 100] */
  readonly actual?: readonly number[];
  /**
   * Percentages of the amount at which the forecast for the month notifies: whole numbers from 1 to 1000, no
   * duplicates. At most 5 thresholds, in addition to the 5 of `actual`.
   *
   * @default [100]
   */
  readonly forecasted?: readonly number[];
  /**
   * Azure roles at the subscription whose holders are notified at every threshold, such as `Owner`: at most 10. They
   * reach users of the customer's own directory, but not delegated partner staff.
   *
   * @default - none
   */
  readonly contactRoles?: readonly string[];
  /**
   * The period of the amount. Periods that begin with `Billing` are for subscriptions bought directly from Microsoft.
   * The control `budget` needs a monthly budget; others can be added to it.
   *
   * @default "Monthly"
   */
  readonly timeGrain?: TimeGrain;
  /**
   * The costs that count. The control `budget` needs a budget without a filter; others can be added to it.
   *
   * @default - all costs of the subscription
   */
  readonly filter?: BudgetFilter;
  /** The name of the budget: 1 to 63 letters, digits, hyphens and underscores. @default "csp-baseline-monthly" */
  readonly name?: string;
}

/**
 * A budget, by default a monthly one for the whole subscription, that notifies when the cost reaches, or is forecast to reach, a
 * threshold. Azure evaluates it about once a day. It does not stop any resource.
 *
 * Source: azurerm 4.55.0 `azurerm_consumption_budget_subscription`; the limits of notifications and the
 * rules for the start date are the API's, https://learn.microsoft.com/rest/api/consumption/budgets/create-or-update
 *
 * @example
 * new Budget(stack, "budget", {
 *   subscriptionId: "00000000-0000-0000-0000-000000000001",
 *   amount: 1000,
 *   emails: ["finops@fabrikam.example"],
 *   actual: [80, 100],
 * });
 *
 * @throws {InvalidPropsError} when Azure would refuse the props
 */
export class Budget extends Construct {
  /** The declared resources that may already exist, in the order of their declaration. */
  readonly adoptables: readonly Adoptable[];

  constructor(scope: Construct, id: string, props: BudgetProps) {
    super(scope, id);
    requireProps(this, "budget", props);
    const { budget } = DEFAULTS;
    const { actual = budget.actual, forecasted = budget.forecasted, name = "csp-baseline-monthly" } = props;
    const { actionGroupIds = [], contactRoles = [], emails = [], filter, timeGrain = "Monthly" } = props;
    check(this, props, { actual, forecasted, name, emails, actionGroupIds, contactRoles });

    const notify = (thresholdType: "Actual" | "Forecasted") => (threshold: number) => ({
      enabled: true as const,
      operator: "GreaterThanOrEqualTo" as const,
      threshold,
      thresholdType,
      contactEmails: emails,
      ...(actionGroupIds.length > 0 ? { contactGroups: actionGroupIds } : {}),
      ...(contactRoles.length > 0 ? { contactRoles } : {}),
    });
    const notifications = [...actual.map(notify("Actual")), ...forecasted.map(notify("Forecasted"))];
    const declared = declare(
      this,
      "Resource",
      BUDGET,
      {
        name,
        parent: { subscriptionId: props.subscriptionId },
        properties: {
          category: "Cost",
          amount: props.amount,
          timeGrain,
          timePeriod: { startDate: budgetStart(props.startMonth) },
          ...(filter === undefined ? {} : { filter: statedFilter(filter) }),
          notifications: Object.fromEntries(notifications.map((one) => [notificationKey(one), one])),
        },
      },
      props.provider,
    );
    this.adoptables = [declared];
  }

  /** The budget's ARM id, as a reference. */
  get budgetId(): string {
    return idOf(this.adoptables);
  }
}

type Chosen = Required<
  Pick<BudgetProps, "actual" | "forecasted" | "name" | "emails" | "actionGroupIds" | "contactRoles">
>;

function check(scope: Construct, props: BudgetProps, chosen: Chosen): void {
  const { actual, forecasted, name, emails, actionGroupIds, contactRoles } = chosen;
  const checks = new Checks("budget");
  checks.guid("subscriptionId", props.subscriptionId);
  checkProvider(checks, props.provider);
  const form = "be letters, digits, hyphens and underscores";
  checks.text("name", name, { max: 63, pattern: /^[-_a-zA-Z0-9]*$/, form });
  if (!hasToken(props.amount))
    checks.require(
      props.amount >= 1 && Number.isFinite(props.amount),
      "amount",
      "be at least 1",
      props.amount,
    );
  const { startMonth } = props;
  if (startMonth !== undefined) {
    const valid = /^\d{4}-(0[1-9]|1[0-2])$/.test(startMonth) && startMonth >= "2017-06";
    checks.require(valid, "startMonth", "be a month from 2017-06 on, as YYYY-MM", startMonth);
  }
  checks.emails("emails", emails, 0, 50);
  checks.actionGroupIds(actionGroupIds, 0, 5);
  if (contactRoles.length > 0) checkTexts(checks, "contactRoles", contactRoles, 10);
  checks.choice("timeGrain", props.timeGrain, TIME_GRAINS);
  if (props.filter !== undefined) checkBudgetFilter(checks, props.filter);
  const recipients = emails.length + actionGroupIds.length + contactRoles.length;
  checks.require(
    recipients > 0,
    "emails",
    "have at least one address if there are no actionGroupIds",
    emails.length,
  );

  for (const [prop, thresholds] of Object.entries({ actual, forecasted })) {
    for (const [index, threshold] of thresholds.entries()) {
      checks.integer(`${prop}[${index}]`, threshold, 1, 1000);
    }
    const distinct = new Set(thresholds).size === thresholds.length;
    // Azure keys a notification by type, operator and threshold: duplicates collapse silently.
    checks.require(distinct, prop, "have no duplicate thresholds", thresholds.join(", "));
  }
  const count = actual.length + forecasted.length;
  checks.require(count > 0, "actual", "have at least one threshold together with budget.forecasted", count);
  for (const [prop, thresholds] of Object.entries({ actual, forecasted }))
    checks.require(thresholds.length <= 5, prop, "have at most 5 thresholds", thresholds.length);
  checks.done(scope);
}
