import type { AuditResult } from "../../audit/index.ts";
import type {
  AuditFinding,
  AuditReportHead,
  DriftedSubscription,
  SinceSummary,
} from "../../findings/index.ts";
import { escapeControls } from "../../fleet/echo.ts";
import { formatPosition } from "../../fleet/index.ts";
import { severityRank } from "../../output/worst-first.ts";
import { type Console, count, counted, note } from "../console.ts";
import { driftText } from "../drift-text.ts";
import { dutyLines } from "../partner/duty-lines.ts";
import { mark, nextSteps, wrapped } from "../terminal.ts";
import { type FoldedFindings, folded } from "./folded.ts";

const SHOWN_FINDINGS = 100;
const SHOWN_COMPLAINTS = 50;
const SHOWN_FIXED = 20;
/** The maximum number of subscriptions whose ids a command lists. */
const MOST_NAMED = 3;
const SHOWN_OTHERS = 10;
const SHOWN_DRIFTED = 50;
const SHOWN_PLACES = 3;

/** Prints the read sources on stderr, missing ones first. */
export function showCoverage(
  { coverage, unread }: Pick<AuditResult, "coverage" | "unread">,
  console: Console,
): void {
  const warn = (text: string) => console.err(`${console.style("yellow", "warning")} ${escapeControls(text)}`);
  for (const { complaints, name, subscriptions } of coverage.answers) {
    note(console, `${escapeControls(name)}: ${counted(subscriptions.length, "subscription")}`);
    for (const complaint of complaints.slice(0, SHOWN_COMPLAINTS)) warn(`${name}: ${complaint}`);
    const left = complaints.length - SHOWN_COMPLAINTS;
    if (left > 0) console.err(`... and ${counted(left, "more complaint")}`);
  }
  if (coverage.answers.every(({ subscriptions }) => subscriptions.length === 0)) {
    warn("no source returned a subscription: the state of the fleet is unknown");
  }
  for (const [reason, subscriptions] of unread)
    warn(`${counted(subscriptions, "subscription")} not read: ${reason}`);
  if (coverage.own > 0) {
    note(console, `${counted(coverage.own, "subscription")} of the partner's own tenant ignored`);
  }
}

/** Shows the open findings, the worst first, and the totals. */
export function humanReport(
  head: AuditReportHead,
  findings: readonly AuditFinding[],
  console: Console,
): string {
  const invisible = new Set(findings.filter(isAboutVisibility).map(({ subscriptionId }) => subscriptionId));
  // All controls of an invisible subscription are unknown, for the same reason.
  const open = findings.filter((finding) => {
    const isImplied = finding.status === "unknown" && invisible.has(finding.subscriptionId);
    return isOpen(finding) && (!isImplied || isAboutVisibility(finding));
  });
  const rank = ({ severity, status }: AuditFinding) =>
    severityRank(severity) * 2 + (status === "fail" ? 0 : 1);
  const sorted = [...open].sort((a, b) => rank(a) - rank(b));
  const groups = folded(sorted);
  const shown = groups.slice(0, SHOWN_FINDINGS);
  const left = groups
    .slice(SHOWN_FINDINGS)
    .reduce((sum, { controls, subscriptions }) => sum + controls.length * subscriptions.length, 0);
  return [
    ...shown.flatMap((group) => findingLines(group, console)),
    ...(left > 0 ? [`... and ${counted(left, "more finding")}; --format json lists all`] : []),
    ...(open.length > 0 ? [""] : []),
    ...(head.partner === undefined ? [] : dutyLines(head.partner, console)),
    ...(head.drift === undefined ? [] : driftLines(head.drift, console)),
    ...(head.since === undefined ? [] : sinceLines(head.since, console)),
    conclusion(head, console),
    ...nextLines(groups, head, console),
  ].join("\n");
}

/** The command that repairs the findings, or that explains the partner's duties. */
function nextLines(groups: readonly FoldedFindings[], head: AuditReportHead, console: Console): string[] {
  if (console.quiet === true) return [];
  const repairs = groups.some(({ finding: { fix, status } }) => {
    return status === "fail" && fix?.includes("csp-baseline deploy") === true;
  });
  const duties = head.partner?.some(({ status }) => status === "fail") === true;
  const steps: readonly (readonly [string, string])[] = [
    ...(repairs ? [["csp-baseline enforce", "plan what differs, without applying it"] as const] : []),
    ...(duties ? [["csp-baseline partner duties", "what each of the partner's duties needs"] as const] : []),
  ];
  return steps.length === 0 ? [] : ["", ...nextSteps(steps, console)];
}

function isOpen({ status }: AuditFinding): boolean {
  return status === "fail" || status === "unknown";
}

function isAboutVisibility({ control }: AuditFinding): boolean {
  return control === "not-visible";
}

function findingLines({ controls, finding, subscriptions }: FoldedFindings, console: Console): string[] {
  const { fix, location, message, movement, severity, status } = finding;
  const place = location === undefined ? "" : `${formatPosition(location)} `;
  const [, ...others] = subscriptions;
  const who = `${nameOf(finding)}${others.length > 0 ? ` and ${count(others.length)} more` : ""}`;
  const state = mark(console, status, status === "fail" ? severity : status);
  const isNew = movement === "new" ? ` ${console.style("bold", "new")}` : "";
  const lines = [
    `${escapeControls(`${place}${who}`)} ${state}${isNew} ${escapeControls(`${controls.join(", ")}: ${message}`)}`,
    ...(others.length > 0
      ? [escapeControls(`    also ${others.slice(0, SHOWN_OTHERS).map(nameOf).join(", ")}${rest(others)}`)]
      : []),
    ...(fix === undefined ? [] : [escapeControls(`    ${fixOf(fix, finding, others, controls)}`)]),
  ];
  return lines.map((line) => wrapped(line, console, 4));
}

function rest({ length }: readonly AuditFinding[]): string {
  return length > SHOWN_OTHERS ? ", ...; --format json lists all" : "";
}

function nameOf({ customer, subscriptionId, subscriptionName }: AuditFinding): string {
  return subscriptionName === "" || customer === "" ? subscriptionId : `${customer}/${subscriptionName}`;
}

/** Returns a command that lists few subscriptions by id, or selects many by the findings of this audit. */
function fixOf(
  fix: string,
  { subscriptionId }: AuditFinding,
  others: readonly AuditFinding[],
  controls: readonly string[],
): string {
  const ids = [subscriptionId, ...others.map((other) => other.subscriptionId)];
  if (ids.length <= MOST_NAMED) return fix.replaceAll(subscriptionId, ids.join(" "));
  const selected = fix.replaceAll(
    `--only ${subscriptionId}`,
    `--findings audit.json --control ${controls.join(" ")}`,
  );
  return selected === fix
    ? fix
    : `${selected} (audit.json: this audit with --format json --output audit.json)`;
}

function driftLines(drift: readonly DriftedSubscription[], console: Console): string[] {
  const left = drift.length - SHOWN_DRIFTED;
  return [
    ...drift
      .slice(0, SHOWN_DRIFTED)
      .flatMap(({ customer, places, subscriptionName }) => [
        `${escapeControls(`${customer}/${subscriptionName}`)} ${console.style("yellow", "drift")}`,
        ...places.slice(0, SHOWN_PLACES).map((place) => `    ${escapeControls(driftText(place))}`),
        ...(places.length > SHOWN_PLACES
          ? [`    and ${counted(places.length - SHOWN_PLACES, "more difference")}`]
          : []),
      ]),
    ...(left > 0
      ? [`... and ${counted(left, "more subscription")} with drift; --format json lists all`]
      : []),
    `${counted(drift.length, "subscription")} with drift from the declaration`,
  ];
}

function sinceLines({ fixed, generatedAt, new: opened, stays }: SinceSummary, console: Console): string[] {
  const left = fixed.length - SHOWN_FIXED;
  return [
    ...fixed.slice(0, SHOWN_FIXED).map(({ control, customer, subscriptionName }) => {
      return `${mark(console, "fixed")} ${escapeControls(`${customer}/${subscriptionName} ${control}`)}`;
    }),
    ...(left > 0 ? [`... and ${count(left)} more fixed`] : []),
    `since ${escapeControls(generatedAt)}: ${count(opened)} new, ${count(stays)} as before, ${count(fixed.length)} fixed`,
  ];
}

function conclusion({ coverage, summary }: AuditReportHead, console: Console): string {
  const covered = `${count(summary.covered)} of ${counted(summary.subscriptions, "managed subscription")} covered`;
  // The summary counts unmanaged subscriptions as failures; this line counts them apart from the managed ones.
  const failed = summary.fail - coverage.unmanaged;
  const counts = `${count(failed)} failed, ${count(summary.unknown)} unknown, ${count(summary.excepted)} excepted`;
  const unmanaged =
    coverage.unmanaged === 0 ? "" : `; also failed: ${counted(coverage.unmanaged, "unmanaged subscription")}`;
  return `${console.style("bold", covered)} (${counts})${unmanaged}`;
}
