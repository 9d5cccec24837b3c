import { isPlainMap } from "../text/json.ts";

/**
 * Merges a layer onto another: maps merge member by member; other values, including lists, replace. `undefined` leaves
 * the base unchanged. Inputs are not changed; unchanged parts are shared, and an empty override returns the base
 * itself.
 *
 * Merging is associative as long as no layer replaces a map by another value (`false`). Such a layer removes the values
 * below it when merging from the bottom up, which is the order in use.
 */
export function merge<T>(base: T, override: T | undefined): T {
  // Both sides have the same type, whose maps may lack any member: so does the result.
  return mergeValues(base, override) as T;
}

function mergeValues(base: unknown, override: unknown): unknown {
  if (override === undefined || override === base) return base;
  if (!isPlainMap(base) || !isPlainMap(override)) return override;
  let merged: Record<string, unknown> | undefined;
  for (const key of Object.keys(override)) {
    const old = Object.hasOwn(base, key) ? base[key] : undefined;
    const value = mergeValues(old, override[key]);
    if (value === old) continue;
    merged ??= { ...base };
    // Assigning to __proto__ would change the map's prototype.
    if (key === "__proto__")
      Object.defineProperty(merged, key, { value, enumerable: true, configurable: true, writable: true });
    else merged[key] = value;
  }
  return merged ?? base;
}
