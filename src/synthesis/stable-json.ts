/**
 * Formats JSON with sorted keys and an indent of two: equal values give equal bytes, for any order of their keys. Empty
 * maps and lists are `{}` and `[]`.
 */
export function stableJson(value: unknown): string {
  return JSON.stringify(inKeyOrder(value), undefined, 2);
}

/** Returns the value with the keys of all its maps sorted. */
export function inKeyOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inKeyOrder);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, inKeyOrder(item)]),
  );
}
