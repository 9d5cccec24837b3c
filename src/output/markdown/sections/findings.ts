import { code, prose, tableHead, tableRow } from "../../../text/markdown.ts";
import type { FindingGroup } from "../../finding-groups.ts";
import { names } from "../../names.ts";
import { count, counted, daysAway } from "../../wording.ts";
import type { Row, Section } from "../section.ts";

/** The length of lists, and the current day. */
export interface Shown {
  readonly names: number;
  readonly now: Date;
}

/** Lists findings that pass or are excepted now and will not afterwards. */
export function worseSection(groups: readonly FindingGroup[], shown: Shown): Section {
  return findingsSection("Gets worse", groups, "worse", shown);
}

/** Lists findings that fail or are unknown now and will pass or be excepted afterwards. */
export function betterSection(groups: readonly FindingGroup[], shown: Shown): Section {
  return findingsSection("Gets better", groups, "better", shown);
}

/** Lists findings that fail or are unknown, before and afterwards or with an unknown status before. */
export function openSection(groups: readonly FindingGroup[], shown: Shown): Section {
  return findingsSection("Stays open", groups, "open", shown);
}

/** Lists exceptions with approver and end; the first to end first. */
export function exceptedSection(groups: readonly FindingGroup[], { names: max, now }: Shown): Section {
  const excepted = groups
    .filter(({ finding }) => finding.status === "excepted")
    .sort((a, b) => ((a.finding.exception?.expires ?? "") < (b.finding.exception?.expires ?? "") ? -1 : 1));
  return {
    heading: `Excepted: ${total(excepted)}`,
    intro: tableHead(["Control", "Subscriptions", "Until", "Reason"]),
    rows: excepted.map(({ finding, subscriptions }) => {
      const { approvedBy = "", expires = "", reason = "" } = finding.exception ?? {};
      return row(subscriptions.length, () => [
        code(finding.control),
        withCount(subscriptions.length, names(subscriptions, max)),
        `${prose(expires)}, ${daysAway(expires, now)}`,
        `${prose(reason)} (approved by ${code(approvedBy)})`,
      ]);
    }),
    between: "\n",
  };
}

function findingsSection(
  title: string,
  all: readonly FindingGroup[],
  movement: FindingGroup["movement"],
  { names: max, now }: Shown,
): Section {
  const groups = all.filter((group) => group.movement === movement);
  return {
    heading: `${title}: ${total(groups)}`,
    intro: tableHead(["Control", "Subscriptions", "Status", "What"]),
    rows: groups.map((group) =>
      row(group.subscriptions.length, () => [
        `${code(group.finding.control)}<br>${group.finding.severity}`,
        withCount(group.subscriptions.length, names(group.subscriptions, max)),
        statusOf(group),
        [prose(group.finding.message), ...remedy(group, now)].join("<br>"),
      ]),
    ),
    between: "\n",
  };
}

/** Formats a status: `pass → **fail**`. Shows one status when it does not change or when the earlier one is unknown. */
function statusOf({ before, finding }: FindingGroup): string {
  const { status } = finding;
  return before === undefined || before === status ? `**${status}**` : `${before} → **${status}**`;
}

function remedy({ finding }: FindingGroup, now: Date): string[] {
  const { exception, fix, status } = finding;
  return [
    ...(fix === undefined || status === "pass" ? [] : [`To do: ${prose(fix)}`]),
    ...(exception === undefined || status === "excepted"
      ? []
      : [`Its exception ended ${prose(exception.expires)}, ${daysAway(exception.expires, now)}`]),
  ];
}

function row(subscriptions: number, cells: () => readonly string[]): Row {
  return { subscriptions, render: () => tableRow(cells()) };
}

function withCount(subscriptions: number, list: string): string {
  return subscriptions === 1 ? list : `**${count(subscriptions)}**: ${list}`;
}

function total(groups: readonly FindingGroup[]): string {
  return counted(
    groups.reduce((sum, { subscriptions }) => sum + subscriptions.length, 0),
    "finding",
  );
}
