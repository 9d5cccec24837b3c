import type { Review } from "../../review/model.ts";
import { link } from "../../text/markdown.ts";
import type { RenderContext } from "../context.ts";
import { findingGroups } from "../finding-groups.ts";
import { assess } from "./assessment.ts";
import { facts } from "./facts.ts";
import { COMMENT, fitSections, type Limit, type Section, SUMMARY } from "./section.ts";
import { changesSection, unusualSection } from "./sections/changes.ts";
import { controlsSection } from "./sections/controls.ts";
import { driftSection } from "./sections/drift.ts";
import {
  betterSection,
  exceptedSection,
  openSection,
  type Shown,
  worseSection,
} from "./sections/findings.ts";
import { notReviewedSection, problemsSection } from "./sections/not-reviewed.ts";
import { outliersSection } from "./sections/outliers.ts";
import { retiredSection } from "./sections/retired.ts";
import { verdict } from "./verdict.ts";

/** The first line of the comment, with which a workflow finds the comment of an earlier run. */
export const MARKER = "<!-- csp-baseline:review -->";

/** The number of subscriptions named in a list; the others are counted. */
const NAMES_IN_COMMENT = 3;
const NAMES_ELSEWHERE = 10;

/** Renders a pull request comment: begins with the marker's line, at most 65,000 UTF-16 units. */
export function githubComment(review: Review, context: RenderContext): string {
  const shown = { names: NAMES_IN_COMMENT, now: context.now };
  return `${MARKER}\n${page(review, context, { shown, alerts: true, limit: { ...COMMENT, max: COMMENT.max - MARKER.length - 1 } })}`;
}

/** Renders Markdown for `$GITHUB_STEP_SUMMARY`: at most 1 MiB. */
export function stepSummary(review: Review, context: RenderContext): string {
  const shown = { names: NAMES_ELSEWHERE, now: context.now };
  return page(review, context, { shown, alerts: true, limit: SUMMARY });
}

/** Renders Markdown without GitHub's extensions: at most 1 MiB. */
export function markdown(review: Review, context: RenderContext): string {
  const shown = { names: NAMES_ELSEWHERE, now: context.now };
  return page(review, context, { shown, alerts: false, limit: SUMMARY });
}

interface PageOptions {
  readonly shown: Shown;
  /** Whether the reader supports GitHub's alerts. */
  readonly alerts: boolean;
  readonly limit: Limit;
}

function page(review: Review, context: RenderContext, { alerts, limit, shown }: PageOptions): string {
  const { alert, sentences } = assess(review);
  const head = [
    `### ${verdict(review)}`,
    "",
    ...(alerts ? [`> [!${alert}]`] : []),
    ...quoted(sentences),
    "",
    facts(review),
    "",
    "",
  ].join("\n");
  const foot = `${footer(context)}\n`;
  const room = limit.max - limit.measure(head) - limit.measure(foot);
  const fitting = { measure: limit.measure, elsewhere: elsewhere(context) };
  return head + fitSections(sections(review, shown), room, fitting) + foot;
}

/** Formats the first sentence as a paragraph and the others as a list below it. */
function quoted([first = "", ...others]: readonly string[]): string[] {
  const list = others.map((sentence) => `> - ${sentence}`);
  return [`> ${first}`, ...(list.length === 0 ? [] : [">", ...list])];
}

function sections(review: Review, shown: Shown): Section[] {
  const groups = findingGroups(review);
  return [
    controlsSection(review),
    worseSection(groups, shown),
    outliersSection(review, shown),
    openSection(groups, shown),
    betterSection(groups, shown),
    exceptedSection(groups, shown),
    unusualSection(review, shown),
    changesSection(review, shown),
    retiredSection(review),
    notReviewedSection(review, shown),
    problemsSection(review),
    driftSection(review, shown),
  ];
}

function elsewhere({ runUrl }: RenderContext): string {
  const run = link("this run", runUrl);
  return run === "this run" ? "the JSON artifact has all of it" : `the JSON artifact of ${run} has all of it`;
}

function footer({ now, runUrl }: RenderContext): string {
  const at = now.toISOString().slice(0, 16).replace("T", " ");
  const run = link("this run", runUrl);
  return `<sub>csp-baseline, ${at} UTC${run === "this run" ? "" : `, ${run}`}</sub>`;
}
