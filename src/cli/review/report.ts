import { escapeControls } from "../../fleet/echo.ts";
import { formatPosition, type Subscription } from "../../fleet/index.ts";
import { type FindingGroup, findingGroups } from "../../output/finding-groups.ts";
import { type Assessment, assess } from "../../output/markdown/assessment.ts";
import { changeCounts, countsInWords } from "../../output/markdown/change-counts.ts";
import { facts } from "../../output/markdown/facts.ts";
import { providerMove } from "../../output/markdown/provider-move.ts";
import { unreviewed } from "../../output/markdown/unreviewed.ts";
import { verdict } from "../../output/markdown/verdict.ts";
import { nameOf } from "../../output/names.ts";
import { outliersOf } from "../../output/outliers.ts";
import { effectOf } from "../../output/retirement.ts";
import type { Review } from "../../review/index.ts";
import { type Console, count } from "../console.ts";
import { mark, nextSteps, wrapped } from "../terminal.ts";

/** The maximum number of items of a section. */
const SHOWN = 20;
/** The maximum number of subscriptions named in an item. */
const NAMED = 3;

const COLOURS = { CAUTION: "red", WARNING: "yellow", NOTE: "blue", TIP: "green" } as const satisfies Record<
  Assessment["alert"],
  string
>;

/** Renders a review for a terminal: the verdict, then what needs a person, then the other changes and findings. */
export function humanReview(review: Review, console: Console): string {
  const { alert, sentences } = assess(review);
  const groups = findingGroups(review);
  const moving = (movement: FindingGroup["movement"]) =>
    groups
      .filter((group) => group.movement === movement && group.finding.status !== "excepted")
      .map((group) => findingLines(group, console));
  return [
    console.style("bold", plain(verdict(review))),
    ...sentences.map((sentence) => console.style(COLOURS[alert], plain(sentence))),
    facts(review),
    ...section("Gets worse", moving("worse"), console),
    ...section("Needs review", escaped(outlierLines(review)), console),
    ...section("Not reviewed", escaped(unreviewedLines(review)), console),
    ...section("Retired", escaped(retiredLines(review)), console),
    ...section("Changed outside of Terraform", escaped(driftLines(review)), console),
    ...section("Changes", escaped(changeLines(review)), console),
    ...section("Stays open", moving("open"), console),
    ...next(review, console),
  ]
    .map((line) => wrapped(line, console, 4))
    .join("\n");
}

/** Removes the marks of Markdown from a sentence of this program. */
function plain(sentence: string): string {
  return sentence.replace(/\*\*|`/g, "");
}

function section(title: string, items: readonly (readonly string[])[], console: Console): string[] {
  if (items.length === 0) return [];
  const left = items.length - SHOWN;
  return [
    "",
    console.style("bold", title),
    ...items
      .slice(0, SHOWN)
      .flat()
      .map((line) => `  ${line}`),
    ...(left > 0 ? [`  ... and ${count(left)} more; --format markdown lists them`] : []),
  ];
}

/** Makes one-line items of external text. */
function escaped(lines: readonly string[]): string[][] {
  return lines.map((line) => [escapeControls(line)]);
}

function who(subscriptions: readonly Subscription[]): string {
  const named = subscriptions.length <= NAMED + 1 ? subscriptions : subscriptions.slice(0, NAMED);
  const left = subscriptions.length - named.length;
  return `${named.map(nameOf).join(", ")}${left > 0 ? ` and ${count(left)} more` : ""}`;
}

function findingLines({ before, finding, subscriptions }: FindingGroup, console: Console): string[] {
  const { control, fix, location, message, severity, status } = finding;
  const place = location === undefined ? "" : `${formatPosition(location)} `;
  const state = mark(console, status === "fail" ? "fail" : "unknown", status === "fail" ? severity : status);
  const was = before === undefined || before === status ? "" : ` (${before} before)`;
  return [
    `${escapeControls(`${place}${who(subscriptions)}`)} ${state} ${escapeControls(`${control}: ${message}${was}`)}`,
    ...(fix === undefined ? [] : [`    ${escapeControls(fix)}`]),
  ];
}

function outlierLines({ groups }: Review): string[] {
  return outliersOf(groups).map(({ address, exceptions, subscriptions, what }) => {
    const excepted = exceptions.map(({ control, expires }) => `${control} is excepted until ${expires}`);
    return `${who(subscriptions)} ${what}: ${address}${excepted.map((text) => ` (${text})`).join("")}`;
  });
}

function unreviewedLines(review: Review): string[] {
  return unreviewed(review).map(
    ({ plan, reason, subscriptions }) =>
      `${who(subscriptions)}: ${reason}${plan === undefined ? "" : ` (${plan})`}`,
  );
}

function retiredLines({ retired }: Review): string[] {
  return retired.map((one) => `${one.subscriptionId} left the fleet, ${effectOf(one)} (${one.plan})`);
}

function driftLines({ subscriptions }: Review): string[] {
  return subscriptions
    .filter(({ drift }) => drift.length > 0)
    .map(({ drift, subscription }) => {
      const [first] = drift;
      const rest = drift.length > 1 ? ` and ${count(drift.length - 1)} more` : "";
      return `${nameOf(subscription)}: ${first?.address ?? ""}${rest}`;
    });
}

function changeLines({ groups }: Review): string[] {
  return groups.map(({ changes, subscriptions }) => {
    const move = providerMove(changes);
    const moves = move === undefined ? "" : `${move}: `;
    return `${who(subscriptions)}: ${moves}${countsInWords(changeCounts(changes))}`;
  });
}

function next({ groups, subscriptions }: Review, console: Console): string[] {
  if (console.quiet === true) return [];
  const open = subscriptions.find(({ findings }) => findings.some(({ status }) => status === "fail"));
  const steps: readonly (readonly [string, string])[] = [
    ...(groups.length > 0
      ? [["csp-baseline review --plans ... --format markdown", "each changed attribute"] as const]
      : []),
    ...(open === undefined
      ? []
      : [[`csp-baseline explain ${open.subscription.id}`, "how each control is judged"] as const]),
  ];
  return steps.length === 0 ? [] : ["", ...nextSteps(steps, console)];
}
