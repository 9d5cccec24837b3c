import { createHash } from "node:crypto";
import { idsOf } from "../controls/shape.ts";
import type { Subscription } from "../fleet/index.ts";
import { withIds, withoutIds, withPlaceholders } from "./ids.ts";
import type { ResourceChange, ReviewGroup } from "./model.ts";

interface SubscriptionGroup {
  readonly id: string;
  /** Without ids. */
  readonly changes: readonly ResourceChange[];
  readonly subscriptions: Set<Subscription>;
}

/**
 * Groups subscriptions with identical changes, by a digest of their changes without the subscription's own ids. A group
 * keeps one copy of the diff, so memory does not grow with the fleet.
 */
export class Groups {
  readonly #groups = new Map<string, SubscriptionGroup>();
  /** The group's key of each subscription. */
  readonly #groupOf = new Map<string, string>();

  /** Adds the subscription to its group. Returns its changes, sharing objects with those of the group. */
  add(subscription: Subscription, changes: readonly ResourceChange[]): readonly ResourceChange[] {
    if (changes.length === 0) return changes;
    const ids = idsOf(subscription);
    const shape = withoutIds(changes, ids);
    const id = digestOf(shape);
    const known = this.#groups.get(id);
    if (known !== undefined) return this.#join(known, subscription);
    this.#groupOf.set(subscription.id, id);
    this.#groups.set(id, { id, changes: shape, subscriptions: new Set([subscription]) });
    return changes;
  }

  /** Adds a subscription to the group of another one with identical changes. Returns its changes. */
  addIdentical(
    subscription: Subscription,
    other: Subscription,
    changes: readonly ResourceChange[],
  ): readonly ResourceChange[] {
    if (changes.length === 0) return changes;
    const id = this.#groupOf.get(other.id);
    const group = id === undefined ? undefined : this.#groups.get(id);
    if (group === undefined) return this.add(subscription, changes);
    return this.#join(group, subscription);
  }

  #join(group: SubscriptionGroup, subscription: Subscription): readonly ResourceChange[] {
    group.subscriptions.add(subscription);
    this.#groupOf.set(subscription.id, group.id);
    return withIds(group.changes, idsOf(subscription));
  }

  /** Whether the subscription is in a group. */
  has(subscriptionId: string): boolean {
    return this.#groupOf.has(subscriptionId);
  }

  /** Removes the subscription from its group, to be added to another one. */
  remove(subscription: Subscription): void {
    const id = this.#groupOf.get(subscription.id);
    const group = id === undefined ? undefined : this.#groups.get(id);
    this.#groupOf.delete(subscription.id);
    group?.subscriptions.delete(subscription);
    if (id !== undefined && group?.subscriptions.size === 0) this.#groups.delete(id);
  }

  /**
   * Lists the groups: largest first, then by their first subscription.
   * @param asked the only subscriptions to list @default - all
   */
  list(asked?: readonly Subscription[]): ReviewGroup[] {
    const wanted = asked === undefined ? undefined : new Set(asked);
    return [...this.#groups.values()]
      .map(({ changes, id, subscriptions }) => ({
        id,
        changes: withPlaceholders(changes),
        subscriptions: [...subscriptions]
          .filter((one) => wanted?.has(one) ?? true)
          .sort((a, b) => (a.id < b.id ? -1 : 1)),
      }))
      .filter(({ subscriptions }) => subscriptions.length > 0)
      .sort((a, b) => b.subscriptions.length - a.subscriptions.length || (firstId(a) < firstId(b) ? -1 : 1));
  }
}

function firstId({ subscriptions }: ReviewGroup): string {
  return subscriptions[0]?.id ?? "";
}

function digestOf(changes: readonly ResourceChange[]): string {
  const hash = createHash("sha256");
  for (const change of changes) hash.update(JSON.stringify(change)).update("\n");
  return hash.digest("hex").slice(0, 16);
}
