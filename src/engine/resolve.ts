import type { IConstruct } from "constructs";
import { resolve } from "#engine";

/**
 * The engine's `resolve`, called only for values that may contain a token. Nearly all values of a stack are plain text,
 * on which the engine would spend two thirds of the synthesis time. It creates a context, three closures and four
 * regular expressions for every value and every key. A test compares the results.
 */
export function resolveTokens(scope: IConstruct, value: unknown): unknown {
  if (typeof value === "string") return mayHoldToken(value) ? resolve(scope, value, true) : value;
  if (typeof value === "number") return isTokenNumber(value) ? resolve(scope, value, true) : value;
  if (typeof value !== "object" || value === null || value instanceof Date) {
    return typeof value === "function" ? resolve(scope, value, true) : value;
  }
  if (Array.isArray(value)) {
    // A list token is a list with one marked element, which the engine resolves.
    if (value.some((item) => isMarked(item))) return resolve(scope, value, true);
    return value.map((item) => resolveTokens(scope, item)).filter((item) => item !== undefined);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  const plain = (prototype === Object.prototype || prototype === null) && !("resolve" in value);
  if (!plain) return resolve(scope, value, true);
  const resolved: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (mayHoldToken(key)) return resolve(scope, value, true);
    const result = resolveTokens(scope, item);
    if (result !== undefined) resolved[key] = result;
  }
  return resolved;
}

function isMarked(item: unknown): boolean {
  return (
    (typeof item === "string" && mayHoldToken(item)) || (typeof item === "number" && isTokenNumber(item))
  );
}

/** Text tokens carry a marker; number tokens inside text look like `-1.8e+289`. */
function mayHoldToken(text: string): boolean {
  return text.includes("TfToken[") || (text.includes("e+") && /e\+\d{3}/.test(text)) || MAP_TOKENS.has(text);
}

const MAP_TOKENS = new Set(["String Map Token Value", "Any Map Token Value"]);

/** Number tokens are doubles outside the range of any setting; the second is the placeholder for maps of numbers. */
function isTokenNumber(value: number): boolean {
  return value < -1e200 || value === -123456789;
}
