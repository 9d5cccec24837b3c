import type { SubscriptionResult } from "../../budgets/index.ts";
import { type Console, count, counted } from "../console.ts";

/** Formats the result: one line per subscription, with its reason below. */
export function budgetLines(
  results: readonly SubscriptionResult[],
  isCheck: boolean,
  console: Console,
): string[] {
  const rows = results.map((result) => ({ result, name: nameOf(result) }));
  const width = Math.max(0, ...rows.map(({ name }) => name.length));
  const lines = rows.flatMap(({ name, result }) =>
    isCheck
      ? checkLines(result, name.padEnd(width), console)
      : proposalLines(result, name.padEnd(width), console),
  );
  return [...lines, "", isCheck ? checkSummary(results) : proposalSummary(results)];
}

function nameOf({ subscription }: SubscriptionResult): string {
  return `${subscription.customer.key}/${subscription.name}`;
}

function proposalLines(
  { history, proposal, subscription }: SubscriptionResult,
  name: string,
  console: Console,
): string[] {
  const { amount, currency } = subscription.baseline.budget;
  const now = `${count(amount)}${currency === undefined ? "" : ` ${currency}`}`;
  if (proposal.amount === undefined) {
    return [`${name}  ${console.style("yellow", "no proposal")} (now ${now}): ${proposal.reason}`];
  }
  const shown = console.style("bold", `${count(proposal.amount)} ${history?.currency ?? ""}`);
  const change = proposal.amount === amount ? "unchanged" : `now ${now}`;
  return [`${name}  ${shown} (${change}): ${proposal.reason}`];
}

const WORDS = {
  fits: "fits",
  "never-fires": "never fires",
  "fires-each-month": "fires each month",
  exceeded: "exceeded",
  unknown: "unknown",
} as const;
const LONGEST = 16;

function checkLines({ check, subscription }: SubscriptionResult, name: string, console: Console): string[] {
  const style = check.status === "fits" ? "green" : check.status === "unknown" ? "yellow" : "red";
  const word = console.style(style, WORDS[check.status].padEnd(LONGEST));
  return [`${name}  ${word}  ${count(subscription.baseline.budget.amount)}: ${check.message}`];
}

function checkSummary(results: readonly SubscriptionResult[]): string {
  const counts = Object.entries(WORDS).flatMap(([status, word]) => {
    const many = results.filter(({ check }) => check.status === status).length;
    return many === 0 ? [] : [`${count(many)} ${word}`];
  });
  return `${counted(results.length, "budget")}: ${counts.join(", ") || "none"}`;
}

function proposalSummary(results: readonly SubscriptionResult[]): string {
  const proposed = results.filter(({ proposal }) => proposal.amount !== undefined);
  const changed = proposed.filter(
    ({ proposal, subscription }) => proposal.amount !== subscription.baseline.budget.amount,
  );
  return `${counted(results.length, "subscription")}: ${count(proposed.length)} with a proposal, ${count(changed.length)} of them differ from the fleet`;
}
