import { expect, test } from "vitest";
import { budgetStart, budgetStartOn } from "../../constructs/budget-start.ts";
import { Budget } from "../../constructs/index.ts";
import { onlyResource, SUBSCRIPTION_ID, stackWithProviders } from "../support/stack.ts";

const minimal = {
  subscriptionId: SUBSCRIPTION_ID,
  amount: 1000,
  emails: ["finops@fabrikam.example"],
};

test("with the required props it warns at 50, 80 and 100 percent, and when the forecast reaches 100", () => {
  const stack = stackWithProviders();
  new Budget(stack, "budget", minimal);
  const notification = (threshold_type: string, threshold: number) => ({
    threshold_type,
    threshold,
    operator: "GreaterThanOrEqualTo",
    contact_emails: ["finops@fabrikam.example"],
  });
  expect(onlyResource(stack, "azurerm_consumption_budget_subscription")).toEqual({
    name: "csp-baseline-monthly",
    subscription_id: `/subscriptions/${SUBSCRIPTION_ID}`,
    amount: 1000,
    time_grain: "Monthly",
    time_period: { start_date: "${formatdate(\"YYYY-MM-01'T'00:00:00'Z'\", plantimestamp())}" },
    lifecycle: { ignore_changes: ["time_period[0].start_date"] },
    notification: [
      notification("Actual", 50),
      notification("Actual", 80),
      notification("Actual", 100),
      notification("Forecasted", 100),
    ],
  });
});

test("action groups can be notified in addition to or instead of addresses", () => {
  const stack = stackWithProviders();
  new Budget(stack, "budget", {
    ...minimal,
    emails: [],
    actionGroupIds: ["/subscriptions/x/resourceGroups/y/providers/Microsoft.Insights/actionGroups/ag"],
    actual: [100],
  });
  expect(onlyResource(stack, "azurerm_consumption_budget_subscription")).toMatchObject({
    notification: [
      {
        contact_emails: [],
        contact_groups: ["/subscriptions/x/resourceGroups/y/providers/Microsoft.Insights/actionGroups/ag"],
      },
      {
        contact_emails: [],
        contact_groups: ["/subscriptions/x/resourceGroups/y/providers/Microsoft.Insights/actionGroups/ag"],
      },
    ],
  });
});

test.each([
  [
    { actual: [10, 20, 30, 40, 50, 60], forecasted: [100] },
    "budget.actual must have at most 5 thresholds, got 6",
  ],
  [
    { actual: [100], forecasted: [10, 20, 30, 40, 50, 60] },
    "budget.forecasted must have at most 5 thresholds, got 6",
  ],
  [{ amount: Number.POSITIVE_INFINITY }, "budget.amount must be at least 1"],
  [
    { actionGroupIds: ["ag"] },
    'budget.actionGroupIds[0] must be the ARM resource id of a Microsoft.Insights/actionGroups, got "ag"',
  ],
  [
    { actual: [], forecasted: [] },
    "budget.actual must have at least one threshold together with budget.forecasted, got 0",
  ],
  [{ actual: [80, 80] }, 'budget.actual must have no duplicate thresholds, got "80, 80"'],
  [{ actual: [0] }, "budget.actual[0] must be a whole number from 1 to 1000, got 0"],
  [{ actual: [99.5] }, "budget.actual[0] must be a whole number from 1 to 1000, got 99.5"],
  [{ amount: 0.5 }, "budget.amount must be at least 1, got 0.5"],
  [{ amount: Number.NaN }, "budget.amount must be at least 1, got NaN"],
  [{ startMonth: "2026-13" }, 'budget.startMonth must be a month from 2017-06 on, as YYYY-MM, got "2026-13"'],
  [{ startMonth: "2017-05" }, 'budget.startMonth must be a month from 2017-06 on, as YYYY-MM, got "2017-05"'],
  [{ emails: [] }, "budget.emails must have at least one address if there are no actionGroupIds, got 0"],
  [{ name: "my budget" }, 'budget.name must be letters, digits, hyphens and underscores, got "my budget"'],
  [{ name: "x".repeat(64) }, "budget.name must be between 1 and 63 characters long, got 64"],
])("values that Azure rejects are rejected: %o", (props, message) => {
  expect(() => new Budget(stackWithProviders(), "budget", { ...minimal, ...props })).toThrow(message);
});

test("all faults are reported at once, with the construct's path", () => {
  const wrong = () =>
    new Budget(stackWithProviders(), "budget", { ...minimal, amount: 0, startMonth: "soon" });
  expect(wrong).toThrow(/budget\.amount .*; budget\.startMonth .* \(in app-stack\/budget\)/);
});

test("the budget starts in a future start month, or else in the month of the plan", () => {
  const stack = stackWithProviders();
  new Budget(stack, "budget", { ...minimal, startMonth: "2027-03" });
  const { time_period } = onlyResource(stack, "azurerm_consumption_budget_subscription");
  expect(time_period).toEqual({ start_date: budgetStart("2027-03") });
  expect(budgetStart("2027-03")).toContain('timecmp("2027-03-01T00:00:00Z", plantimestamp()) > 0 ?');
});

test.each([
  [undefined, "2026-12-31", "2026-12-01"],
  ["2027-03", "2026-12-31", "2027-03-01"],
  ["2027-03", "2027-03-01", "2027-03-01"],
  ["2027-03", "2027-04-01", "2027-04-01"],
])("the expression of start month %s evaluates, on %s, to %s", (month, today, start) => {
  expect(budgetStartOn(budgetStart(month).slice(2, -1), today)).toBe(start);
});

test.each([
  undefined,
  "",
  "plantimestamp()",
  `formatdate("YYYY-MM-01'T'00:00:00'Z'", timestamp())`,
  `${budgetStart("2027-03").slice(2, -1)} `,
  budgetStart("2027-03").slice(2, -1).replace("2027-03", "2028-03"),
])("any other expression has no known start: %s", (text) => {
  expect(budgetStartOn(text, "2026-12-31")).toBeUndefined();
});
