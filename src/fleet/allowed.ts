import type { Allowed } from "./fleet.ts";
import type { Allow } from "./schema.ts";

export const NOTHING_ALLOWED: Allowed = { subscriptions: [], deployments: [] };

/** Returns the union of existing permissions and those of one file; the same object where the file adds none. */
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
