import type { PartnerFinding } from "../../findings/index.ts";
import { escapeControls } from "../../fleet/echo.ts";
import { formatPosition } from "../../fleet/index.ts";
import { severityRank } from "../../output/worst-first.ts";
import { type Console, count } from "../console.ts";
import { mark, wrapped } from "../terminal.ts";

/** Formats the partner's failed duties, the worst first, those that are due soon, and the totals. */
export function dutyLines(findings: readonly PartnerFinding[], console: Console): string[] {
  const failed = findings.filter(({ status }) => status === "fail");
  const due = findings.filter(({ warning }) => warning === true);
  const sorted = [...failed].sort((a, b) => severityRank(a.severity) - severityRank(b.severity));
  const shown = [...sorted, ...due];
  return [
    ...shown.flatMap((one) => lines(one, console)),
    ...(shown.length > 0 ? [""] : []),
    conclusion(findings),
  ];
}

function lines(
  { control, fix, location, message, severity, status }: PartnerFinding,
  console: Console,
): string[] {
  const place = location === undefined ? "" : `${formatPosition(location)} `;
  const state = status === "fail" ? mark(console, "fail", severity) : mark(console, "due");
  const text = [
    `${escapeControls(`${place}the partner`)} ${state} ${escapeControls(`${control}: ${message}`)}`,
    ...(fix === undefined ? [] : [escapeControls(`    ${fix}`)]),
  ];
  return text.map((line) => wrapped(line, console, 4));
}

function conclusion(findings: readonly PartnerFinding[]): string {
  const having = (status: PartnerFinding["status"]) =>
    count(findings.filter((one) => one.status === status).length);
  const due = count(findings.filter(({ warning }) => warning === true).length);
  return `the partner's own duties: ${having("fail")} failed, ${having("unknown")} not observed, ${having("pass")} met (${due} due soon)`;
}
