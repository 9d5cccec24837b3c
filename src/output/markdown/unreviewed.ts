import type { Subscription } from "../../fleet/index.ts";
import type { PlanProblem, Review } from "../../review/model.ts";

/** Subscriptions that were not reviewed for the same reason. */
export interface Unreviewed {
  readonly reason: string;
  /** The plan file of the first subscription. */
  readonly plan: string | undefined;
  readonly subscriptions: readonly Subscription[];
}

/** Returns managed subscriptions without a review, the largest group first. */
export function unreviewed({ subscriptions }: Review): readonly Unreviewed[] {
  const reasons = new Map<string, Unreviewed & { readonly subscriptions: Subscription[] }>();
  for (const { coverage, plan, subscription } of subscriptions) {
    if (coverage.state !== "not-reviewed") continue;
    const { reason } = coverage;
    const known = reasons.get(reason);
    if (known === undefined) reasons.set(reason, { reason, plan, subscriptions: [subscription] });
    else known.subscriptions.push(subscription);
  }
  return [...reasons.values()].sort((a, b) => b.subscriptions.length - a.subscriptions.length);
}

/** Returns plan files with a problem, except a problem that already is the reason of a subscription. */
export function otherProblems({ problems, subscriptions }: Review): readonly PlanProblem[] {
  const reasons = new Map<string, string>();
  for (const { coverage, plan } of subscriptions) {
    if (coverage.state === "not-reviewed" && plan !== undefined) reasons.set(plan, coverage.reason);
  }
  return problems.filter(({ file, message }) => !reasons.get(file)?.includes(message));
}
