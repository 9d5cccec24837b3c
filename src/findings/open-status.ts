import type { Finding } from "./shape.ts";

/** The statuses that require an action. */
export const OPEN_STATUSES = ["fail", "unknown"] as const satisfies readonly Finding["status"][];
export type OpenStatus = (typeof OPEN_STATUSES)[number];

/** The severities of findings, most severe first. */
export const SEVERITIES = [
  "critical",
  "high",
  "medium",
  "low",
] as const satisfies readonly Finding["severity"][];
