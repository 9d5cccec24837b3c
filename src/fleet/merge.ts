/**
 * A layer on top of another: maps merge member by member, everything else replaces what was there, lists too.
 * `undefined` says nothing. Neither input is changed; parts that one of them decides alone are shared with it, and
 * an override that says nothing gives back the base itself.
 *
 * Merging is associative as long as no layer replaces a map by something else (`false`): then what lies under that
 * layer is gone for good when merging from the bottom up, which is the order that counts.
 */
export function merge<T>(base: T, override: T | undefined): T {
  // Both sides are of one type, a type in which every map may lack any of its members: so is what comes out.
  return mergeValues(base, override) as T;
}

function mergeValues(base: unknown, override: unknown): unknown {
  if (override === undefined || override === base) return base;
  if (!isMap(base) || !isMap(override)) return override;
  let merged: Record<string, unknown> | undefined;
  for (const key of Object.keys(override)) {
    const old = Object.hasOwn(base, key) ? base[key] : undefined;
    const value = mergeValues(old, override[key]);
    if (value === old) continue;
    merged ??= { ...base };
    // Assigning to __proto__ would change what the map inherits.
    if (key === "__proto__")
      Object.defineProperty(merged, key, { value, enumerable: true, configurable: true, writable: true });
    else merged[key] = value;
  }
  return merged ?? base;
}

/** A map of YAML or JSON. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
