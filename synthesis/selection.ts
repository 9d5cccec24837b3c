import type { Subscription } from "../inventory/index.ts";

/** One of n equal parts of the fleet: `{ index: 1, count: 3 }` is the first third. */
export interface Shard {
  /** From 1 to `count`. */
  readonly index: number;
  readonly count: number;
}

/** `2/5` as a shard; undefined when it is none. */
export function parseShard(text: string): Shard | undefined {
  const match = /^([1-9]\d{0,4})\/([1-9]\d{0,4})$/.exec(text);
  if (match === null) return undefined;
  const shard = { index: Number(match[1]), count: Number(match[2]) };
  return shard.index <= shard.count ? shard : undefined;
}

/**
 * Whether a subscription belongs to the shard. By rendezvous hashing: it depends on nothing but its own id and
 * the number of shards, and with one shard more only those move that go there.
 */
export function inShard(subscriptionId: string, shard: Shard): boolean {
  let best = 0;
  let bestWeight = -1;
  for (let index = 1; index <= shard.count; index += 1) {
    const weight = hash(`${subscriptionId}/${index}`);
    if (weight > bestWeight) {
      best = index;
      bestWeight = weight;
    }
  }
  return best === shard.index;
}

/** FNV-1a, 32 bits, with a final mix: without it the last character decides too much. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/**
 * Whether a glob (`*` and `?`) names the subscription: by its id, its name, its customer's key, or
 * `customer/name`. Case does not count.
 */
export function globMatcher(glob: string): (subscription: Subscription) => boolean {
  // Runs of stars are one: a row of them would make matching slow.
  const pattern = glob
    .replace(/\*+/g, "*")
    .replace(/[\\^$.|+()[\]{}]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const expression = new RegExp(`^${pattern}$`, "isu");
  return ({ customer, id, name }) =>
    [id, name, customer.key, `${customer.key}/${name}`].some((candidate) => expression.test(candidate));
}
