import type { Review } from "../../review/model.ts";
import { counted } from "../wording.ts";
import { countsInWords, totalCounts } from "./change-counts.ts";

/** Summarizes the plans and their changes as plain text. */
export function facts(review: Review): string {
  return [planned(review), applied(review), unplanned(review), excepted(review)]
    .filter((text) => text !== "")
    .join(" ");
}

function planned({ groups, subscriptions }: Review): string {
  const reviewedOnes = subscriptions.filter(({ coverage }) => coverage.state === "reviewed");
  // A file may be the plan of several subscriptions, and a subscription may have several plans.
  const plans = new Set(
    reviewedOnes.flatMap(({ plan, plans: all, subscription }) => all ?? [plan ?? subscription.id]),
  ).size;
  if (plans === 0) return "No plan was reviewed.";
  const changing = groups.reduce((sum, group) => sum + group.subscriptions.length, 0);
  const reviewed = `${counted(plans, "plan")} reviewed`;
  if (changing === 0) return `${reviewed}: nothing changes.`;
  const change = changing === 1 ? "changes" : "change";
  return `${reviewed}: ${counted(changing, "subscription")} ${change} (${countsInWords(totalCounts(groups))}).`;
}

function applied({ subscriptions }: Review): string {
  const done = subscriptions.filter((one) => one.applied === true).length;
  if (done === 0) return "";
  return `${counted(done, "plan")} ${done === 1 ? "was" : "were"} already applied.`;
}

function unplanned({ subscriptions }: Review): string {
  const without = subscriptions.filter(({ coverage }) => coverage.state === "no-plan").length;
  if (without === 0) return "";
  const judged =
    without === 1 ? "has no plan: its stack was judged" : "have no plan: their stacks were judged";
  return `${counted(without, "subscription")} ${judged}.`;
}

function excepted({ summary }: Review): string {
  if (summary.excepted === 0) return "";
  return `${counted(summary.excepted, "finding")} ${summary.excepted === 1 ? "is" : "are"} temporarily excepted.`;
}
