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

/** Whether a subscription belongs to the shard. */
export function inShard(subscriptionId: string, shard: Shard): boolean {
  return shardOf(subscriptionId, shard.count) === shard.index;
}

/**
 * The index, from 1, of the shard of so many that has the subscription. By rendezvous hashing: it depends on nothing
 * but its own id and the number of shards, and with one shard more only those move that go there.
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

/** A final mix: without it the last character decides too much. */
function finish(hash: number): number {
  let value = hash;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** What a glob is held against. */
export interface Named {
  readonly id: string;
  readonly name: string;
  readonly customer: { readonly key: string };
}

/**
 * Whether a glob (`*` and `?`) names the subscription: by its id, its name, its customer's key, or
 * `customer/name`. Case does not count.
 */
export function globMatcher(glob: string): (subscription: Named) => boolean {
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

/** Whether at least one of the globs names the subscription, as {@link globMatcher} does. */
export function anyGlobMatcher(globs: readonly string[]): (subscription: Named) => boolean {
  const matchers = globs.map(globMatcher);
  return (subscription) => matchers.some((matches) => matches(subscription));
}
