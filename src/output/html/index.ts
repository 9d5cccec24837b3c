export {
  FindingsFileError,
  type ReportedFinding,
  type ResultHead,
  readFindings,
} from "../../findings/read-findings.ts";
export type { ReportedBudget } from "./budgets.ts";
export { type CustomerCopies, customerCopies } from "./customer/index.ts";
export { reportPage } from "./page.ts";
export type { FleetNames } from "./report-data.ts";
export type { ReportedReseller } from "./resellers.ts";
export { type ResultHistory, Results, SameInstantError } from "./results.ts";
