import { isRecord, member } from "../text/json.ts";

/** Matching items of a list before and after; one side is undefined for an added or removed item. */
export interface Pair {
  /** The index in the list after, or else in the one before. */
  readonly index: number;
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** Larger lists are compared by position. */
const MAX_ITEMS = 1000;

/**
 * Matches the blocks of two lists. Terraform's sets have no order, so equal blocks match first, then blocks of the same
 * name, then the rest in order.
 */
export function pairBlocks(before: readonly unknown[], after: readonly unknown[]): Pair[] {
  if (before.length > MAX_ITEMS || after.length > MAX_ITEMS) return byPosition(before, after);
  const pairs: Pair[] = [];
  const leftBefore = new Set(before.keys());
  const leftAfter = new Set(after.keys());
  const match = (keyOf: (block: unknown) => string | undefined) => {
    const places = new Map<string, number[]>();
    for (const index of leftBefore) {
      const key = keyOf(before[index]);
      if (key === undefined) continue;
      const known = places.get(key);
      if (known === undefined) places.set(key, [index]);
      else known.push(index);
    }
    for (const index of leftAfter) {
      const key = keyOf(after[index]);
      const found = key === undefined ? undefined : places.get(key)?.shift();
      if (found === undefined) continue;
      pairs.push({ index, before: found, after: index });
      leftBefore.delete(found);
      leftAfter.delete(index);
    }
  };
  match(wholeText);
  match(identity);
  const rest = [...leftBefore];
  for (const index of leftAfter) {
    const found = rest.shift();
    pairs.push({ index, before: found, after: index });
  }
  for (const index of rest) pairs.push({ index, before: index, after: undefined });
  return pairs.sort((a, b) => a.index - b.index || (a.after === undefined ? 1 : -1));
}

function byPosition(before: readonly unknown[], after: readonly unknown[]): Pair[] {
  return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => ({
    index,
    before: index < before.length ? index : undefined,
    after: index < after.length ? index : undefined,
  }));
}

function wholeText(block: unknown): string | undefined {
  try {
    return JSON.stringify(block);
  } catch {
    return undefined; // Nested too deeply.
  }
}

/** Returns the identity of a block: its name, or the type, operator and threshold of a budget's notification. */
function identity(block: unknown): string | undefined {
  if (!isRecord(block)) return undefined;
  for (const keys of IDENTITIES) {
    const values = keys.map((key) => member(block, key));
    if (values.every((value) => typeof value === "string" || typeof value === "number")) {
      return JSON.stringify(values);
    }
  }
  return undefined;
}

const IDENTITIES = [
  ["threshold_type", "operator", "threshold"],
  ["name"],
  ["key"],
  ["id"],
  ["category"],
  ["sourceType"],
];
