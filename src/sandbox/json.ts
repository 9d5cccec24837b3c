import { isRecord } from "../text/json.ts";

/** A JSON value of a request or an answer. */
export type Json = null | boolean | number | string | readonly Json[] | JsonMap;
export interface JsonMap {
  readonly [key: string]: Json;
}

/**
 * ARM's limit for a request body.
 * https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits
 */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;
const MAX_DEPTH = 64;

export function isMap(value: Json | undefined): value is JsonMap {
  return isRecord(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Returns the member of a map; undefined for other values and for inherited members. */
export function member(value: Json | undefined, key: string): Json | undefined {
  return isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Returns the value at a path of members: `at(body, "properties", "timePeriod", "startDate")`. */
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

/** Returns the text at a path; undefined when there is none or it is empty. */
export function textAt(value: Json | undefined, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" && found !== "" ? found : undefined;
}

/** Returns the strings of a list, without other items. */
export function textsAt(value: Json | undefined, ...path: readonly string[]): readonly string[] {
  return listAt(value, ...path).filter((item) => typeof item === "string");
}

/**
 * Parses a JSON object in a request. Returns `undefined` for other text, for nesting of more than 64 levels, and for a
 * member that changes an object's prototype.
 */
export function parseMap(text: string): JsonMap | undefined {
  try {
    const value: Json = JSON.parse(text, (key, inner) => {
      if (key === "__proto__") throw new SyntaxError("a member named __proto__");
      return inner;
    });
    return isMap(value) && !deeperThan(value, MAX_DEPTH) ? value : undefined;
  } catch (error) {
    // A RangeError means that the nesting was too deep for the parser.
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function deeperThan(value: Json, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((inner) => deeperThan(inner, levels - 1));
}
