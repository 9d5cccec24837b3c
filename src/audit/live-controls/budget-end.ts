import { isAtSubscription } from "../../controls/arm.ts";
import { resourcesSeen } from "../../controls/index.ts";
import { read } from "../../evidence/index.ts";
import { judgeEndings } from "./endings.ts";
import type { LiveControl } from "./live-control.ts";

const DAYS = 90;
const BUDGETS = "Microsoft.Consumption/budgets";

export const budgetEnd: LiveControl = {
  id: "budget-end",
  title: "The budget outlives the quarter",
  severity: "medium",
  required: true,
  why: "Azure deletes a budget after its end, including its notifications.",
  judgedBy: [
    `Of the budgets at the subscription that have not ended, the last to end does so in more than ${DAYS} days.`,
  ],
  satisfies: [],
  cannotSatisfy: [],
  check: (evidence, { today }) => {
    const budgets = resourcesSeen(evidence, BUDGETS).filter((budget) => {
      return isAtSubscription(read(budget).get("id").text() ?? "", evidence.subscriptionId, BUDGETS);
    });
    const endings = budgets.map((resource) => {
      const end = read(resource).get("properties").get("timePeriod").get("endDate");
      return { resource, end: end.text(), path: end.path };
    });
    return judgeEndings(endings, today, {
      days: DAYS,
      what: "the budget",
      fix: "set a later end date, or none: Azure then uses ten years",
    });
  },
};
