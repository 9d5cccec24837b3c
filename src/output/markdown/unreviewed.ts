import type { Subscription } from "../../fleet/index.ts";
import type { PlanProblem, Review } from "../../review/model.ts";

/** Subscriptions that were not reviewed for one and the same reason. */
export interface Unreviewed {
  readonly reason: string;
  /** Of the first. */
  readonly plan: string | undefined;
  readonly subscriptions: readonly Subscription[];
}

/** Managed subscriptions of which nothing is known; the most first. */
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

/** Plan files with a problem, but for those whose subscription is not reviewed for the very same reason. */
export function otherProblems({ problems, subscriptions }: Review): readonly PlanProblem[] {
  const told = new Map<string, string>();
  for (const { coverage, plan } of subscriptions) {
    if (coverage.state === "not-reviewed" && plan !== undefined) told.set(plan, coverage.reason);
  }
  return problems.filter(({ file, message }) => !told.get(file)?.includes(message));
}
