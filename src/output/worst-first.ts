import type { Severity } from "../controls/index.ts";
import type { Finding } from "../findings/index.ts";

const STATUSES: readonly Finding["status"][] = ["fail", "unknown", "excepted"];
const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low"];

/** Returns 0 for critical to 3 for low. */
export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/** Returns the findings that do not pass: failures, then unknown ones, then exceptions; each by severity. */
export function worstFirst<Found extends Finding>(findings: readonly Found[]): Found[] {
  const rank = ({ severity, status }: Found) => STATUSES.indexOf(status) * 10 + severityRank(severity);
  return findings.filter(({ status }) => status !== "pass").sort((a, b) => rank(a) - rank(b));
}
