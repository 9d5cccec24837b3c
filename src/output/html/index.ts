export {
  FindingsFileError,
  type ReportedFinding,
  type ResultHead,
  readFindings,
} from "../../findings/read-findings.ts";
export { type CustomerCopies, customerCopies } from "./customer/index.ts";
export { reportPage } from "./page.ts";
export type { FleetNames } from "./report-data.ts";
export { type ResultHistory, Results, SameInstantError } from "./results.ts";
