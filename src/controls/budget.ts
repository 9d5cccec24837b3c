import { budgetStartOn } from "../../constructs/budget-start.ts";
import { type Cursor, read, UnknownValueError } from "../evidence/index.ts";
import { dayOf, daysBetween, hasEnded } from "../text/days.ts";
import { quote } from "../text/wording.ts";
import { textEquals } from "./arm.ts";
import { atSubscription } from "./at-subscription.ts";
import { notificationCriteria } from "./budget-notifications.ts";
import { resourcesSeen } from "./cannot-tell.ts";
import type { Expectation } from "./control.ts";
import { anyOf, type Criterion } from "./criteria.ts";
import { label } from "./label.ts";
import { asked, ownControl } from "./own-control.ts";
import { ALZ, CHECKLIST, rules, unsatisfied } from "./tools.ts";
import { hasNo } from "./words.ts";

const BUDGETS = "Microsoft.Consumption/budgets";
const LATEST_START = 31;

export const budget = ownControl({
  id: "budget",
  title: "Cost beyond the expected is noticed within days",
  severity: "high",
  required: true,
  why:
    "The partner pays Microsoft for what a stolen credential spends in a customer's subscription. " +
    "A budget reports it before the invoice does.",
  judgedBy: [
    "At least one `Microsoft.Consumption/budgets` at the subscription meets all of these; others are ignored.",
    "It is monthly, of category Cost, has no filter, started already or within 31 days, and has not ended. An undeclared end date, known only after apply, is Azure's default: ten years after the start.",
    "Its amount is above zero and not above the fleet's `budget.amount`.",
    "Every enabled notification has a recipient (a valid address, an action group with a receiver, or a role) and an operator that fires: `GreaterThan` or `GreaterThanOrEqualTo`, not `EqualTo`.",
    "Actual cost is covered at 100 percent or below; higher thresholds may be added. Forecasted cost is covered at 100 percent or below, or at the fleet's highest `budget.forecasted` where that is higher.",
    "The notifications of actual and of forecasted cost each reach every address of the fleet's `contacts.billing.emails`: as a contact or through an action group that mails it.",
  ],
  satisfies: [...rules(CHECKLIST, "ALZ E02.02", "Cost C04.01")],
  cannotSatisfy: unsatisfied(
    "its existence condition requires one amount for all subscriptions; it notifies of actual cost only",
    rules(ALZ, "Deploy-Budget"),
  ),
  words: hasNo("budget"),
  judges: { [BUDGETS]: "the budget" },
  askedBy: { "partner-2025": asked("guidance: anomalous usage") },
  guide: {
    baseline: "budget: { amount: 5000, actual: [50, 80, 100], forecasted: [100] }",
    construct: "Budget",
    hints: [
      "Omit `budget.startMonth`: the budget starts in the month of its first deployment. Set it only for a later start.",
      "Cost Management accepts a new subscription after up to 48 hours: deploy it again then with `--resume`.",
      "Azure does not allow a change to the start of an existing budget. Terraform ignores it after creation, so a changed `startMonth` has no effect on a deployed budget.",
    ],
  },
  check: (evidence, expected) =>
    anyOf(
      { message: "the subscription has no budget", parameter: ["budget"], fix: "declare a monthly budget" },
      resourcesSeen(evidence, BUDGETS).map((resource) => {
        const properties = read(resource).get("properties");
        return {
          resource,
          criteria: [
            atSubscription(evidence, resource),
            ...monthlyUnfiltered(properties),
            inTime(properties.get("timePeriod"), expected.today),
            amount(properties.get("amount"), expected),
            ...notificationCriteria(evidence, properties.get("notifications"), expected),
          ],
          success: `${label(resource)} covers actual and forecasted cost`,
        };
      }),
    ),
});

/** Requires a monthly budget on all cost. */
function monthlyUnfiltered(properties: Cursor): Criterion[] {
  const expect = (key: string, wanted: string): Criterion => {
    return () => {
      const value = properties.get(key);
      if (textEquals(value, wanted)) return undefined;
      const message = `its ${key} is ${quote(value.text() ?? "")}, not ${wanted}`;
      return { message, path: value.path, fix: `set ${key} to ${wanted}` };
    };
  };
  return [
    expect("timeGrain", "Monthly"),
    expect("category", "Cost"),
    () => {
      // The APIs of 2018 call it `filters` and return empty lists in it when there are none.
      const filters = properties.get("filters");
      const narrowed = filters.entries().some(([, one]) => one.items().length + one.entries().length > 0);
      const filter = narrowed ? filters : properties.get("filter");
      if (filter.entries().length === 0) return undefined;
      const message = "its filter excludes a part of the cost";
      return { message, path: filter.path, fix: "remove the filter" };
    },
  ];
}

function inTime(period: Cursor, today: string): Criterion {
  return () => {
    const start = startOf(period, today);
    if (start === undefined) {
      return {
        message: "it has no start date",
        path: period.path,
        fix: "set the start date to the first of a month",
      };
    }
    const parameter = ["budget", "startMonth"];
    if (daysBetween(today, start) > LATEST_START) {
      const message = `it starts on ${start}, in more than ${LATEST_START} days`;
      return { message, path: `${period.path}.startDate`, parameter, fix: "start it this month or the next" };
    }
    const end = endOf(period);
    if (!hasEnded(end, today)) return undefined;
    const fix = "remove the end date, or set a later one";
    return { message: `it ended on ${quote(end ?? "")}`, path: `${period.path}.endDate`, parameter, fix };
  };
}

/** Returns the start day. The budget construct's own expression evaluates to the month of the plan. */
function startOf(period: Cursor, today: string): string | undefined {
  try {
    return dayOf(period.get("startDate").text());
  } catch (error) {
    if (!(error instanceof UnknownValueError)) throw error;
    const start = budgetStartOn(error.waitsFor, today);
    if (start === undefined) throw error;
    return start;
  }
}

/**
 * Returns the end day. An undeclared end that is known only after apply is Azure's default, ten years after the start.
 */
function endOf(period: Cursor): string | undefined {
  try {
    return period.get("endDate").text();
  } catch (error) {
    if (error instanceof UnknownValueError && error.waitsFor === undefined) return undefined;
    throw error;
  }
}

function amount(value: Cursor, { baseline }: Expectation): Criterion {
  return () => {
    const found = value.number();
    const wanted = baseline.budget.amount;
    const at = { path: value.path, parameter: ["budget", "amount"], fix: `set the amount to ${wanted}` };
    if (found === undefined || found <= 0) return { ...at, message: "its amount is not above zero" };
    if (found <= wanted) return undefined;
    return { ...at, message: `its amount of ${found} exceeds the fleet's budget.amount of ${wanted}` };
  };
}
