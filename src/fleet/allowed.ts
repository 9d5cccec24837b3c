import type { Allowed } from "./fleet.ts";
import type { Allow } from "./schema.ts";

export const NOTHING_ALLOWED: Allowed = { subscriptions: [], deployments: [] };

/** What is allowed already, and what one file adds to it. Shared, by identity, where it adds nothing. */
export function allowedBy(before: Allowed, allow: Allow | undefined): Allowed {
  if (allow === undefined) return before;
  const { deployments = [], subscriptions = [] } = allow;
  return {
    subscriptions: union(
      before.subscriptions,
      subscriptions.map(({ id }) => id),
    ),
    deployments: union(before.deployments, deployments),
  };
}

function union<Item extends string>(some: readonly Item[], more: readonly Item[]): readonly Item[] {
  return [...new Set([...some, ...more])].sort();
}
