/** JSON as it comes over the wire. */
export type Json = null | boolean | number | string | readonly Json[] | JsonMap;
export interface JsonMap {
  readonly [key: string]: Json;
}

/** ARM's own limit for a request body. https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;
const MAX_DEPTH = 64;

export function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The member of a map; undefined when this is no map or has no such member of its own. */
export function member(value: Json | undefined, key: string): Json | undefined {
  return isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The value at a path of members: `at(body, "properties", "timePeriod", "startDate")`. */
export function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  return path.reduce(member, value);
}

export function mapAt(value: Json | undefined, ...path: readonly string[]): JsonMap {
  const found = at(value, ...path);
  return isMap(found) ? found : {};
}

export function listAt(value: Json | undefined, ...path: readonly string[]): readonly Json[] {
  const found = at(value, ...path);
  return isList(found) ? found : [];
}

/** The text at a path; undefined when there is none or it is empty. */
export function textAt(value: Json | undefined, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" && found !== "" ? found : undefined;
}

/** The strings of a list; what is no string is left out. */
export function textsAt(value: Json | undefined, ...path: readonly string[]): readonly string[] {
  return listAt(value, ...path).filter((item) => typeof item === "string");
}

/**
 * Parses a JSON object out of a request. `undefined` for what is no JSON object, is nested more than 64 deep, or has
 * a member that reaches for an object's prototype.
 */
export function parseMap(text: string): JsonMap | undefined {
  try {
    const value: Json = JSON.parse(text, (key, inner) => {
      if (key === "__proto__") throw new SyntaxError("a member named __proto__");
      return inner;
    });
    return isMap(value) && !deeperThan(value, MAX_DEPTH) ? value : undefined;
  } catch (error) {
    // A RangeError: so deep that the parser itself gave up.
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function deeperThan(value: Json, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((inner) => deeperThan(inner, levels - 1));
}
