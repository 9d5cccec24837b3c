import type { Review } from "../review/model.ts";
import { count, counted } from "./wording.ts";

/**
 * Describes what was not reviewed, for the start of every format: `1 of 9 subscriptions not reviewed`. Undefined for a
 * complete review.
 */
export function notReviewed({ complete, problems, subscriptions }: Review): string | undefined {
  if (complete) return undefined;
  const missing = subscriptions.filter(({ coverage }) => coverage.state === "not-reviewed").length;
  if (missing > 0) {
    const all = counted(subscriptions.length, "subscription");
    return missing === subscriptions.length
      ? `${all} not reviewed`
      : `${count(missing)} of ${all} not reviewed`;
  }
  const files = new Set(problems.map(({ file }) => file)).size;
  return `${counted(files, "plan file")} not reviewed, or not reliably`;
}
