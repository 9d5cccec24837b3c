import type { z } from "zod";
import type { Immutable } from "../findings/shape.ts";
import type { EnforcedSubscriptionSchema, EnforceResultSchema } from "./schema.ts";

/** The result of an enforcement: `enforce.json`, and the output of `--format json`. A public format. */
export type EnforceResult = Immutable<z.infer<typeof EnforceResultSchema>>;
/** The result of a subscription with findings. */
export type EnforcedSubscription = Immutable<z.infer<typeof EnforcedSubscriptionSchema>>;
export type EnforcedStatus = EnforcedSubscription["status"];

/** The statuses that need no further action. */
const SETTLED: ReadonlySet<EnforcedStatus> = new Set(["repaired", "gone"]);

/** Returns whether a subscription still needs an action. */
export function isLeft({ status }: Pick<EnforcedSubscription, "status">): boolean {
  return !SETTLED.has(status);
}

/** Counts subscriptions by their status. */
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
