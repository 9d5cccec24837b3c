import { code, prose } from "../../../text/markdown.ts";
import type { FindingGroup } from "../../finding-groups.ts";
import { counted, daysAway } from "../../wording.ts";
import type { Section } from "../section.ts";
import { bySeverity, marked } from "../severity.ts";
import { listItem, type Shown, which } from "./item.ts";

/** Lists findings that pass or are excepted now and will not afterwards. */
export function worseSection(groups: readonly FindingGroup[], shown: Shown): Section {
  return findingsSection("Gets worse", groups, "worse", shown);
}

/** Lists findings that fail or are unknown now and will pass or be excepted afterwards. */
export function betterSection(groups: readonly FindingGroup[], shown: Shown): Section {
  return { ...findingsSection("Gets better", groups, "better", shown), isFolded: true };
}

/** Lists findings that fail or are unknown, before and afterwards or with an unknown status before. */
export function openSection(groups: readonly FindingGroup[], shown: Shown): Section {
  return { ...findingsSection("Stays open", groups, "open", shown), isFolded: true };
}

/** Lists exceptions with approver and end; the first to end first. */
export function exceptedSection(groups: readonly FindingGroup[], shown: Shown): Section {
  const excepted = groups
    .filter(({ finding }) => finding.status === "excepted")
    .sort((a, b) => ((a.finding.exception?.expires ?? "") < (b.finding.exception?.expires ?? "") ? -1 : 1));
  return {
    heading: `Excepted: ${counted(total(excepted), "finding")}`,
    isFolded: true,
    items: excepted.map((group) => ({
      subscriptions: group.subscriptions.length,
      render: () => {
        const { approvedBy = "", expires = "", reason = "" } = group.finding.exception ?? {};
        return listItem(
          `${code(group.finding.control)} until ${prose(expires)}, ${daysAway(expires, shown.now)}, in ${where(group, shown)}`,
          `${prose(reason)} (approved by ${code(approvedBy)})`,
        );
      },
    })),
    between: "\n",
  };
}

function findingsSection(
  title: string,
  all: readonly FindingGroup[],
  movement: FindingGroup["movement"],
  shown: Shown,
): Section {
  const groups = all.filter((group) => group.movement === movement);
  const severities = groups.map(({ finding: { severity }, subscriptions }) => ({
    severity,
    findings: subscriptions.length,
  }));
  return {
    heading: `${title}: ${counted(total(groups), "finding")}, ${bySeverity(severities)}`,
    items: groups.map((group) => ({
      subscriptions: group.subscriptions.length,
      render: () => {
        const { control, message, severity } = group.finding;
        return listItem(
          `${marked(severity)} ${code(control)}: ${statusOf(group)} in ${where(group, shown)}`,
          prose(message),
          ...remedy(group, shown.now),
        );
      },
    })),
    between: "\n",
  };
}

function where({ findings, subscriptions }: FindingGroup, shown: Shown): string {
  return which(subscriptions, shown, (index) => findings[index]?.location);
}

/** Formats a status: `pass → **fail**`. Shows one status when it does not change or when the earlier one is unknown. */
function statusOf({ before, finding }: FindingGroup): string {
  const { status } = finding;
  return before === undefined || before === status ? `**${status}**` : `${before} → **${status}**`;
}

function remedy({ finding }: FindingGroup, now: Date): string[] {
  const { exception, fix, status } = finding;
  return [
    ...(fix === undefined || status === "pass" ? [] : [`**To do:** ${prose(fix)}`]),
    ...(exception === undefined || status === "excepted"
      ? []
      : [`Its exception ended ${prose(exception.expires)}, ${daysAway(exception.expires, now)}`]),
  ];
}

function total(groups: readonly FindingGroup[]): number {
  return groups.reduce((sum, { subscriptions }) => sum + subscriptions.length, 0);
}
