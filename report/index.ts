export { reportPage } from "./page.ts";
export { FindingsFileError, type ReportedFinding, type ResultHead, readFindings } from "./read-findings.ts";
export type { FleetNames } from "./report-data.ts";
export { type ResultHistory, Results, SameInstantError } from "./results.ts";
