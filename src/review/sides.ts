import { isRecord, member } from "../text/json.ts";

/** A value of a resource on both sides of a plan, with the plan's marks. */
export interface Sides {
  readonly before: unknown;
  readonly after: unknown;
  /** `after_unknown`: `true`, or a tree of it. */
  readonly unknown: unknown;
  readonly beforeSensitive: unknown;
  readonly afterSensitive: unknown;
}

/** Reads the sides of a `change` in a plan's JSON. */
export function sidesOf(change: unknown): Sides {
  return {
    before: member(change, "before"),
    after: member(change, "after"),
    unknown: member(change, "after_unknown"),
    beforeSensitive: member(change, "before_sensitive"),
    afterSensitive: member(change, "after_sensitive"),
  };
}

/**
 * Returns the member or item of each side.
 * @param key the key after; undefined when it does not exist there
 * @param keyBefore the key before, if it differs
 */
export function sidesAt(
  sides: Sides,
  key: string | number | undefined,
  keyBefore: string | number | undefined = typeof key === "string" ? key : undefined,
): Sides {
  return {
    before: at(sides.before, keyBefore),
    after: at(sides.after, key),
    unknown: at(sides.unknown, key),
    beforeSensitive: at(sides.beforeSensitive, keyBefore),
    afterSensitive: at(sides.afterSensitive, key),
  };
}

function at(value: unknown, key: string | number | undefined): unknown {
  if (key === undefined) return undefined;
  if (typeof key === "number") return Array.isArray(value) ? value[key] : undefined;
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
