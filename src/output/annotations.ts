import type { Subscription } from "../fleet/index.ts";
import type { Review } from "../review/model.ts";
import { cut, oneLine } from "../text/visible.ts";
import type { RenderContext } from "./context.ts";
import { type FindingGroup, findingGroups } from "./finding-groups.ts";
import { otherProblems, unreviewed } from "./markdown/unreviewed.ts";
import { nameOf } from "./names.ts";
import { relativeFile } from "./place.ts";
import { count, counted } from "./wording.ts";

/** GitHub shows 10 annotations of each type for a step and drops the rest without a notice. */
const MOST = 10;
const LONGEST = 1000;

/**
 * Returns GitHub workflow commands to print in a step: errors for failed controls, and warnings for unknown ones, for
 * subscriptions that were not reviewed and for changes that need review. Findings with the same text share one
 * annotation, at the line of the first. At most 10 of each type: when there are more, the last one gives their number.
 * Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function annotations(review: Review, context: RenderContext): string[] {
  const groups = [...findingGroups(review)].sort(
    (a, b) => Number(b.movement === "worse") - Number(a.movement === "worse"),
  );
  const ofStatus = (status: string) =>
    groups.filter(({ finding }) => finding.status === status).map((group) => annotationOf(group, context));
  return [
    ...commands("error", ofStatus("fail")),
    ...commands("warning", [...missing(review), ...losses(review), ...ofStatus("unknown")]),
  ];
}

interface Annotation {
  readonly title: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly col?: number;
}

function annotationOf(
  { finding, movement, subscriptions }: FindingGroup,
  { fleet }: RenderContext,
): Annotation {
  const { control, fix, location, message } = finding;
  return {
    ...(location === undefined
      ? {}
      : { file: relativeFile(location, fleet), line: location.line, col: location.column }),
    title: `csp-baseline: ${control}${movement === "worse" ? " gets worse" : ""}`,
    message: `${which(subscriptions)}: ${message}${fix === undefined ? "" : `. To do: ${fix}`}`,
  };
}

function missing(review: Review): Annotation[] {
  const title = "csp-baseline: not reviewed";
  return [
    ...unreviewed(review).map(({ reason, subscriptions }) => ({
      title,
      message: `${which(subscriptions)}: ${reason}`,
    })),
    ...otherProblems(review).map(({ file, message }) => ({ title, message: `${file}: ${message}` })),
  ];
}

/** `contoso/prod and 12 other subscriptions` */
function which([first, ...others]: readonly Subscription[]): string {
  const name = first === undefined ? "no subscription" : nameOf(first);
  return others.length === 0 ? name : `${name} and ${counted(others.length, "other subscription")}`;
}

function losses({ groups }: Review): Annotation[] {
  return groups.flatMap(({ changes, subscriptions }) =>
    changes.flatMap(({ address, warnings }) =>
      warnings.map((warning) => ({
        title: "csp-baseline: needs review",
        message: `${which(subscriptions)}: ${warning} (${address})`,
      })),
    ),
  );
}

function commands(type: "error" | "warning", all: readonly Annotation[]): string[] {
  const shown = all.length > MOST ? all.slice(0, MOST - 1) : all;
  const left = all.length - shown.length;
  const rest = { title: "csp-baseline", message: `${count(left)} more: see the review` };
  return [...shown, ...(left > 0 ? [rest] : [])].map((annotation) => commandOf(type, annotation));
}

function commandOf(type: string, { message, ...properties }: Annotation): string {
  const { col, file, line, title } = properties;
  const named = [
    ["file", file],
    ["line", line],
    ["col", col],
    ["title", title],
  ] as const;
  const shown = named.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escapeProperty(String(value))}`],
  );
  return `::${type} ${shown.join(",")}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return cut(oneLine(text), LONGEST).replaceAll("%", "%25");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
