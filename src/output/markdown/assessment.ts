import type { ResourceChange, Review, SubscriptionReview } from "../../review/model.ts";
import { code } from "../../text/markdown.ts";
import { listed } from "../../text/wording.ts";
import { count, counted } from "../wording.ts";

/** The alert and the sentences at the top of the comment. */
export interface Assessment {
  readonly alert: "CAUTION" | "WARNING" | "NOTE" | "TIP";
  /** Sentences of Markdown, the most important first. */
  readonly sentences: readonly string[];
}

/**
 * Assesses the pull request by its own effect, apart from the state of the fleet. It makes a control worse, cannot be
 * reviewed completely, changes the baseline in a way that needs review, or none of these.
 */
export function assess(review: Review): Assessment {
  const worse = worsened(review);
  const doubts = [...losses(review), ...destroyed(review)];
  return {
    alert: alertOf(review, worse.length > 0, doubts.length > 0),
    sentences: [
      ...incomplete(review),
      ...worse,
      ...doubts,
      ...(worse.length > 0 ? [] : unchanged(review, doubts.length > 0)),
      ...solved(review),
    ],
  };
}

function alertOf({ complete, summary }: Review, worse: boolean, doubt: boolean): Assessment["alert"] {
  if (worse) return "CAUTION";
  if (doubt || !complete) return "WARNING";
  return summary.covered === summary.subscriptions ? "TIP" : "NOTE";
}

/** The number of controls named; the others are counted. */
const NAMED = 4;

function worsened({ controls, subscriptions }: Review): string[] {
  const worse = controls.filter((control) => control.worse > 0);
  if (worse.length === 0) return [];
  const touched = countOf(subscriptions, ({ movements }) =>
    movements.some(({ movement }) => movement === "worse"),
  );
  const named = worse.slice(0, NAMED).map(({ control }) => code(control));
  if (worse.length > NAMED) named.push(`${count(worse.length - NAMED)} more`);
  const pass = worse.length === 1 ? "passes" : "pass";
  const passed = subscriptions.every(({ movements }) =>
    movements.every(
      ({ before, movement }) => movement !== "worse" || before === "pass" || before === "excepted",
    ),
  );
  const how = passed
    ? `${listed(named)} ${pass} now and will not afterwards`
    : `${listed(named)} ${worse.length === 1 ? "is" : "are"} met in part now, and not at all afterwards`;
  return [`**This pull request makes ${counted(touched, "subscription")} worse:** ${how}.`];
}

/** The verdict above the alert gives the number of what was not reviewed. */
function incomplete({ complete }: Review): string[] {
  return complete ? [] : ["**The review is incomplete.**"];
}

/** Makes no statement when no plan was reviewed. */
function unchanged(review: Review, doubt: boolean): string[] {
  if (!review.subscriptions.some(({ coverage }) => coverage.state === "reviewed")) return [];
  if (!review.complete) return ["No control that was reviewed gets worse."];
  return [doubt ? "No control gets worse." : "**Nothing gets worse.**"];
}

/** The effects of changes that need review, the worst first. */
const LOSSES = ["deleted", "replaced", "forgotten", "weakened"] as const;

function lossOf({ actions }: ResourceChange): (typeof LOSSES)[number] {
  if (actions.includes("delete")) return "deleted";
  if (actions.includes("delete-create") || actions.includes("create-delete")) return "replaced";
  return actions.includes("forget") ? "forgotten" : "weakened";
}

function losses({ subscriptions }: Review): string[] {
  const lossy = subscriptions
    .map(({ changes }) => changes.filter(({ warnings }) => warnings.length > 0))
    .filter((changes) => changes.length > 0);
  if (lossy.length === 0) return [];
  const found = new Set(lossy.flat().map(lossOf));
  const ways = LOSSES.filter((loss) => found.has(loss));
  return [
    `**Needs review:** baseline resources of ${counted(lossy.length, "subscription")} are ${listed(ways)}.`,
  ];
}

function destroyed({ retired }: Review): string[] {
  const emptied = retired.filter(({ destroys }) => destroys > 0).length;
  if (emptied === 0) return [];
  return [
    `**Retired:** the baseline of ${counted(emptied, "subscription")} that left the fleet is destroyed.`,
  ];
}

function solved({ controls }: Review): string[] {
  const better = controls.reduce((sum, control) => sum + control.better, 0);
  return better === 0 ? [] : [`${counted(better, "finding")} ${better === 1 ? "is" : "are"} solved.`];
}

function countOf(
  subscriptions: readonly SubscriptionReview[],
  test: (review: SubscriptionReview) => boolean,
): number {
  return subscriptions.filter(test).length;
}
