import type { Review } from "../../review/model.ts";
import { link } from "../../text/markdown.ts";
import type { RenderContext } from "../context.ts";
import { findingGroups } from "../finding-groups.ts";
import { type Assessment, assess } from "./assessment.ts";
import { facts } from "./facts.ts";
import { COMMENT, fitSections, type Limit, type Section, SUMMARY } from "./section.ts";
import { changesSection, unusualSection } from "./sections/changes.ts";
import { controlsSection } from "./sections/controls.ts";
import { driftSection } from "./sections/drift.ts";
import { betterSection, exceptedSection, openSection, worseSection } from "./sections/findings.ts";
import type { Shown } from "./sections/item.ts";
import { notReviewedSection, problemsSection } from "./sections/not-reviewed.ts";
import { outliersSection } from "./sections/outliers.ts";
import { retiredSection } from "./sections/retired.ts";
import { verdict } from "./verdict.ts";

/** The first line of the comment, with which a workflow finds the comment of an earlier run. */
export const MARKER = "<!-- csp-baseline:review -->";

/** The number of subscriptions named in a list; the others are counted. */
const NAMES_IN_COMMENT = 3;
const NAMES_ELSEWHERE = 10;

/** Renders a comment for a pull request on GitHub: begins with the marker's line, at most 65,000 UTF-16 units. */
export function githubComment(review: Review, context: RenderContext): string {
  return comment(review, context, "github");
}

/** Renders a comment for a pull request on Azure DevOps: like GitHub's, without its alerts. */
export function azureDevOpsComment(review: Review, context: RenderContext): string {
  return comment(review, context, "plain");
}

function comment(review: Review, context: RenderContext, flavour: Flavour): string {
  const limit = { ...COMMENT, max: COMMENT.max - MARKER.length - 1 };
  return `${MARKER}\n${page(review, context, { names: NAMES_IN_COMMENT, flavour, limit })}`;
}

/** Renders Markdown for `$GITHUB_STEP_SUMMARY`: at most 1 MiB. */
export function stepSummary(review: Review, context: RenderContext): string {
  return page(review, context, { names: NAMES_ELSEWHERE, flavour: "github", limit: SUMMARY });
}

/** Renders Markdown without GitHub's extensions: at most 1 MiB. */
export function markdown(review: Review, context: RenderContext): string {
  return page(review, context, { names: NAMES_ELSEWHERE, flavour: "plain", limit: SUMMARY });
}

/** Whether the reader supports GitHub's alerts. */
type Flavour = "github" | "plain";

interface PageOptions {
  /** The number of subscriptions named in a list. */
  readonly names: number;
  readonly flavour: Flavour;
  readonly limit: Limit;
}

function page(review: Review, context: RenderContext, { flavour, limit, names }: PageOptions): string {
  const shown = { names, now: context.now, sourceUrl: context.sourceUrl ?? (() => undefined) };
  const head = [`### ${verdict(review)}`, "", ...assessment(review, flavour), facts(review), "", ""].join(
    "\n",
  );
  const foot = `${footer(context)}\n`;
  const room = limit.max - limit.measure(head) - limit.measure(foot);
  const fitting = { measure: limit.measure, elsewhere: elsewhere(context) };
  return head + fitSections(sections(review, shown), room, fitting) + foot;
}

/** The titles that GitHub gives to alerts, with a symbol for its color. */
const TITLES: Readonly<Record<Assessment["alert"], string>> = {
  CAUTION: "Caution 🛑",
  WARNING: "Warning 🔶",
  NOTE: "Note 🔹",
  TIP: "Tip ✅",
};

/** Formats the first sentence as a paragraph and the others as a list below it. Omits an alert without sentences. */
function assessment(review: Review, flavour: Flavour): string[] {
  const { alert, sentences } = assess(review);
  const [first, ...others] = sentences;
  if (first === undefined) return [];
  const title = flavour === "github" ? [`> [!${alert}]`] : [`> **${TITLES[alert]}**`, ">"];
  const list = others.map((sentence) => `> - ${sentence}`);
  return [...title, `> ${first}`, ...(list.length === 0 ? [] : [">", ...list]), ""];
}

/** Returns what a person has to look at, then the changes, then what is folded. */
function sections(review: Review, shown: Shown): Section[] {
  const groups = findingGroups(review);
  return [
    worseSection(groups, shown),
    outliersSection(review, shown),
    notReviewedSection(review, shown),
    retiredSection(review),
    unusualSection(review, shown),
    driftSection(review, shown),
    changesSection(review, shown),
    openSection(groups, shown),
    betterSection(groups, shown),
    exceptedSection(groups, shown),
    controlsSection(review),
    problemsSection(review),
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
