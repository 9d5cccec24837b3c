/** A JSON object with unchecked members. */
export type JsonMap = Readonly<Record<string, unknown>>;

/** Reports whether a value is an object other than a list. */
export function isRecord(value: unknown): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Reports whether a value is a map of YAML or JSON: an object literal or a parsed object, from any realm (Jest runs
 * tests in their own). The instance of a class, such as a date, is not one.
 */
export function isPlainMap(value: unknown): value is JsonMap {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return true;
  return Object.getPrototypeOf(prototype) === null;
}

/** Returns the object's own member; undefined when it has none, or for other values. */
export function member(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Returns the members of an object or list; none for other values. */
export function members(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

/** Returns the items of a list; none for other values. */
export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Returns the object's own member if it is a text; undefined otherwise. */
export function textMember(value: unknown, key: string): string | undefined {
  const found = member(value, key);
  return typeof found === "string" ? found : undefined;
}
