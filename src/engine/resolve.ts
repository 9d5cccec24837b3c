import type { IConstruct } from "constructs";
import { resolve } from "#engine";

/**
 * The engine's `resolve`, asked only about what may hold a token. Of a stack nearly everything is plain text,
 * on which the engine spends two thirds of all synthesis time: a context, three closures and four regular
 * expressions for every value and every key. The result is the same; a test compares them.
 */
export function resolveTokens(scope: IConstruct, value: unknown): unknown {
  if (typeof value === "string") return mayHoldToken(value) ? resolve(scope, value, true) : value;
  if (typeof value === "number") return isTokenNumber(value) ? resolve(scope, value, true) : value;
  if (typeof value !== "object" || value === null || value instanceof Date) {
    return typeof value === "function" ? resolve(scope, value, true) : value;
  }
  if (Array.isArray(value)) {
    // A list that stands for a token is one marked element; the engine knows.
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

/** Number tokens are doubles of a magnitude that no setting has; the second is the stand-in for maps of numbers. */
function isTokenNumber(value: number): boolean {
  return value < -1e200 || value === -123456789;
}
