import { Judgements } from "../controls/judgements.ts";
import type { CalendarDate, Fleet } from "../fleet/index.ts";
import { Groups } from "./groups.ts";
import { PlanReviewer } from "./plan-reviewer.ts";

/** A single plan is reviewed without contacts that lost their access: only a whole fleet shows those. */
const NO_CONTACTS: ReadonlySet<string> = new Set();

/**
 * Reviews one plan independently of others.
 * @param plan the parsed output of `terraform show -json`
 */
export function reviewPlan(
  fleet: Fleet,
  today: CalendarDate,
  file: string,
  plan: unknown,
): ReturnType<PlanReviewer["review"]> {
  return new PlanReviewer(fleet, new Judgements(today), new Groups(), NO_CONTACTS).review(file, plan);
}
