import type { z } from "zod";
import type { Immutable } from "../findings/shape.ts";
import type { EnforcedSubscriptionSchema, EnforceResultSchema } from "./schema.ts";

/** What an enforcement came to: `enforce.json`, and what `--format json` prints. A public format. */
export type EnforceResult = Immutable<z.infer<typeof EnforceResultSchema>>;
/** What became of one subscription in which something was found. */
export type EnforcedSubscription = Immutable<z.infer<typeof EnforcedSubscriptionSchema>>;
export type EnforcedStatus = EnforcedSubscription["status"];

/** The statuses that leave nothing to do. */
const SETTLED: ReadonlySet<EnforcedStatus> = new Set(["repaired", "gone"]);

/** Whether a subscription still has something to do. */
export function isLeft({ status }: Pick<EnforcedSubscription, "status">): boolean {
  return !SETTLED.has(status);
}

/** Counts of subscriptions, by what became of them. */
export function summaryOf(
  subscriptions: readonly EnforcedSubscription[],
  managed: number,
): EnforceResult["summary"] {
  const count = (...statuses: EnforcedStatus[]) =>
    subscriptions.filter(({ status }) => statuses.includes(status)).length;
  return {
    subscriptions: managed,
    found: subscriptions.length - count("unread", "skipped"),
    repaired: count("repaired", "gone"),
    repairable: count("repairable", "not-started"),
    waiting: count("waits"),
    failed: count("failed", "still-open"),
    notRepairable: count("not-repairable"),
    unread: count("unread"),
    skipped: count("skipped"),
  };
}
