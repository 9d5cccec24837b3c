import type { Cursor } from "../evidence/index.ts";
import { dropped, ifKnown, lost } from "./lost.ts";
import type { Weakening } from "./weakening-type.ts";

const BUDGET = "the budget";

/** Changes that weaken a budget or a cost anomaly alert, by ARM type. */
export const COST_WEAKENINGS: Readonly<Record<string, readonly Weakening[]>> = {
  "Microsoft.Consumption/budgets": [
    (before, after) => {
      const from = property(before, "amount").number();
      const to = property(after, "amount").number();
      const raised = from !== undefined && to !== undefined && to > from;
      return raised ? [`raises the budget's amount from ${from} to ${to}`] : [];
    },
    (before, after) => {
      const left = new Set(notifications(after).map(thresholdOf));
      const removed = notifications(before)
        .map(thresholdOf)
        .filter((threshold) => !left.has(threshold));
      return [...new Set(removed)].map((threshold) => `removes the budget's notification at ${threshold}`);
    },
    (before, after) => {
      const [from, to] = [recipients(before), ifKnown(() => recipients(after))];
      return to === undefined ? [] : dropped("recipient", BUDGET, lost(from, to));
    },
    (before, after) =>
      property(before, "filter").entries().length === 0 && property(after, "filter").entries().length > 0
        ? ["narrows the budget by a filter"]
        : [],
    (before, after) => {
      const [from, to] = [before, after].map((one) =>
        property(one, "timePeriod").get("endDate").text()?.slice(0, 10),
      );
      return to !== undefined && (from === undefined || to < from) ? [`ends the budget on ${to}`] : [];
    },
  ],
  "Microsoft.CostManagement/scheduledActions": [
    (before, after) => {
      const to = (alert: Cursor) => property(alert, "notification").get("to").texts();
      return dropped("recipient", "the cost anomaly alert", lost(to(before), to(after)));
    },
  ],
};

function property(resource: Cursor, key: string): Cursor {
  return resource.get("properties").get(key);
}

/** Returns the enabled notifications of a budget. */
function notifications(budget: Cursor): Cursor[] {
  const all = property(budget, "notifications").entries();
  return all.map(([, notification]) => notification).filter((one) => one.get("enabled").flag() !== false);
}

function thresholdOf(notification: Cursor): string {
  const type = (notification.get("thresholdType").text() ?? "Actual").toLowerCase();
  return `${notification.get("threshold").number() ?? "?"} percent of ${type} cost`;
}

function recipients(budget: Cursor): string[] {
  return notifications(budget).flatMap((one) =>
    ["contactEmails", "contactGroups", "contactRoles"].flatMap((list) => one.get(list).texts()),
  );
}
