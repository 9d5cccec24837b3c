export { checkBudget } from "./check.ts";
export { historyOf, spanOf } from "./history.ts";
export { type NewBudget, type PlacedBudget, placesOf } from "./place.ts";
export { type ProposalRules, propose, USUAL_RULES } from "./propose.ts";
export {
  BUDGETS_SCHEMA,
  type BudgetsReport,
  budgetsJsonSchema,
  reportedSubscription,
  type SubscriptionResult,
} from "./report.ts";
export { UsageFileError } from "./usage/columns.ts";
export { FORMAT_WORDS } from "./usage/formats.ts";
export { type ReadFile, readUsageFile } from "./usage/read-file.ts";
export { type Others, UsageSums } from "./usage/usage-sums.ts";
export { withBudgets } from "./write.ts";
