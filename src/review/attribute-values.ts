import { isRecord } from "../text/json.ts";
import { MASK, withoutCredentials } from "./masking.ts";
import { looksSecret } from "./secret-names.ts";
import type { Secrets } from "./secrets.ts";
import { shorten } from "./shorten.ts";

/** Whether the value is an object or a list. */
export function isTree(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Whether the value is null, "", [] or {}: Azure's providers treat them as equal. */
export function isNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.keys(value).length === 0;
}

/** Deeper than any resource; bounds hostile input. */
const MAX_DEPTH = 64;

/** Whether two values are equal; values nested too deeply are not. */
export function isSame(a: unknown, b: unknown, depth = 0): boolean {
  if (a === b) return true;
  if (!isTree(a) || !isTree(b)) return isNothing(a) && isNothing(b);
  if (depth > MAX_DEPTH) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b)) return isNothing(a) && isNothing(b);
    return a.length === b.length && a.every((item, index) => isSame(item, b[index], depth + 1));
  }
  if (!isRecord(a) || !isRecord(b)) return isNothing(a) && isNothing(b);
  for (const key of Object.keys(a)) {
    if (!isSame(a[key], b[key], depth + 1)) return false;
  }
  return Object.keys(b).every((key) => Object.hasOwn(a, key) || isNothing(b[key]));
}

/** Whether the value is a list without maps or lists. It is shown as one value. */
export function isPlainList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && !value.some(isTree);
}

/** Parses JSON in a text, as azapi 1.x and policies contain it; returns any other value unchanged. */
export function parsedText(value: unknown): unknown {
  if (typeof value !== "string" || value.length > LONGEST_JSON || !/^\s*[[{]/.test(value.slice(0, 100)))
    return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return isTree(parsed) ? parsed : value;
  } catch {
    return value;
  }
}

const LONGEST_JSON = 1_000_000;

/**
 * Masks and shortens a value for output; undefined when there is none.
 * @param key the name of the attribute, which may mark it as secret
 */
export function shownValue(value: unknown, key: string, secrets: Secrets): string | undefined {
  if (isNothing(value)) return undefined;
  if (isPlainList(value)) return shorten(value.map((item) => shownScalar(item, key, secrets)).join(", "));
  if (isTree(value)) return "(nested too deeply to show)";
  return shorten(shownScalar(value, key, secrets));
}

function shownScalar(value: unknown, key: string, secrets: Secrets): string {
  if (typeof value === "boolean" || value === null) return String(value);
  if (looksSecret(key)) return MASK;
  return withoutCredentials(secrets.mask(String(value)), key);
}
