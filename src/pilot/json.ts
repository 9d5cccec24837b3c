/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns a member of an object; undefined for other values and for inherited members. */
export function memberOf(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Returns a member that is text; otherwise undefined. */
export function textOf(value: unknown, key: string): string | undefined {
  const found = memberOf(value, key);
  return typeof found === "string" ? found : undefined;
}

/** Builds an object without a prototype's setters, so that a member named `__proto__` stays a member. */
export function objectOf(members: Iterable<readonly [string, unknown]>): JsonObject {
  return Object.fromEntries(members);
}

/** Parses JSON; undefined for any other text. */
export function parsedJson(content: string): unknown {
  try {
    return JSON.parse(content.replace(/^\ufeff/, ""));
  } catch {
    return undefined;
  }
}
