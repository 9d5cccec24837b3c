export * from "./finding.ts";
export * from "./format.ts";
export * from "./partner-finding.ts";
export type * from "./schema.ts";
export type * from "./shape.ts";
export * from "./summary.ts";
export * from "./tenant-finding.ts";
