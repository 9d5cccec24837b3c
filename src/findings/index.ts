export type * from "./audit-report.ts";
export * from "./finding.ts";
export * from "./partner-finding.ts";
export type * from "./plan-report.ts";
export * from "./report.ts";
export * from "./summary.ts";
export * from "./tenant-finding.ts";
