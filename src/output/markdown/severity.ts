import type { Severity } from "../../controls/index.ts";
import { listed } from "../../text/wording.ts";
import { count } from "../wording.ts";

/** Symbols that differ in shape and in color. They follow the word, which readers without emoji still see. */
const SYMBOLS: Readonly<Record<Severity, string>> = { critical: "🛑", high: "🔶", medium: "🟡", low: "🔹" };
const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low"];

/** Formats a severity: `**critical** 🛑`. */
export function marked(severity: Severity): string {
  return `**${severity}** ${SYMBOLS[severity]}`;
}

/** Formats the number of findings by severity, the most severe first: `2 critical 🛑 and 11 high 🔶`. */
export function bySeverity(
  groups: readonly { readonly severity: Severity; readonly findings: number }[],
): string {
  const parts = SEVERITIES.flatMap((severity) => {
    const found = groups.filter((group) => group.severity === severity);
    const total = found.reduce((sum, { findings }) => sum + findings, 0);
    return total === 0 ? [] : [`${count(total)} ${severity} ${SYMBOLS[severity]}`];
  });
  return listed(parts);
}
