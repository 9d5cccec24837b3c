/** One of n equal parts of the fleet: `{ index: 1, count: 3 }` is the first third. */
export interface Shard {
  /** From 1 to `count`. */
  readonly index: number;
  readonly count: number;
}

/** Parses `2/5` as a shard; undefined for other texts. */
export function parseShard(text: string): Shard | undefined {
  const match = /^([1-9]\d{0,4})\/([1-9]\d{0,4})$/.exec(text);
  if (match === null) return undefined;
  const shard = { index: Number(match[1]), count: Number(match[2]) };
  return shard.index <= shard.count ? shard : undefined;
}

/** Reports whether a subscription belongs to the shard. */
export function inShard(subscriptionId: string, shard: Shard): boolean {
  return shardOf(subscriptionId, shard.count) === shard.index;
}

/**
 * Returns the index, from 1, of a subscription's shard. Uses rendezvous hashing: the result depends only on the id and
 * the number of shards, and an additional shard moves only the subscriptions that it receives.
 */
export function shardOf(subscriptionId: string, count: number): number {
  const prefix = mixIn(FNV_START, `${subscriptionId}/`);
  let best = 0;
  let bestWeight = -1;
  for (let index = 1; index <= count; index += 1) {
    const weight = finish(mixIn(prefix, String(index)));
    if (weight > bestWeight) {
      best = index;
      bestWeight = weight;
    }
  }
  return best;
}

/** FNV-1a, 32 bits. */
const FNV_START = 0x811c9dc5;
function mixIn(start: number, text: string): number {
  let value = start;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return value;
}

/** The final mix of the hash: without it the last character has too much weight. */
function finish(hash: number): number {
  let value = hash;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** The names that a glob matches. */
export interface Named {
  readonly id: string;
  readonly name: string;
  readonly customer: { readonly key: string };
}

/**
 * Returns a matcher for a glob (`*` and `?`) on the subscription's id, name, customer key, or `customer/name`. Case is
 * ignored.
 */
export function globMatcher(glob: string): (subscription: Named) => boolean {
  // Collapses runs of stars, which would make matching slow.
  const pattern = glob
    .replace(/\*+/g, "*")
    .replace(/[\\^$.|+()[\]{}]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const expression = new RegExp(`^${pattern}$`, "isu");
  return ({ customer, id, name }) =>
    [id, name, customer.key, `${customer.key}/${name}`].some((candidate) => expression.test(candidate));
}

/** Returns a matcher that accepts a subscription if any of the globs does; see {@link globMatcher}. */
export function anyGlobMatcher(globs: readonly string[]): (subscription: Named) => boolean {
  const matchers = globs.map(globMatcher);
  return (subscription) => matchers.some((matches) => matches(subscription));
}
