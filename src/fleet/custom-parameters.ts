import { z } from "zod";
import { isPlainMap } from "../text/json.ts";

/** A parameter of a custom control: any value that both YAML and JSON support. */
export type CustomParameter =
  | null
  | boolean
  | number
  | string
  | readonly CustomParameter[]
  | CustomParameters;

/** A map of parameters, by name. */
export interface CustomParameters {
  readonly [name: string]: CustomParameter;
}

const DEEPEST = 8;
const MOST_VALUES = 1000;
const LONGEST = 4096;
const MOST_CONTROLS = 100;

/** Any JSON value within limits. */
export const BoundedJson = z.json().check(({ value, issues }) => {
  const message = excess(value);
  if (message !== undefined) issues.push({ code: "custom", message, input: value });
});

/** A layer's parameters of custom controls, by their ids; maps merge, lists and scalars replace. */
export const CustomLayer = z
  .record(z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, "must be the id of a control"), BoundedJson)
  .check(({ value, issues }) => {
    const message = `must have at most ${MOST_CONTROLS} controls`;
    if (Object.keys(value).length > MOST_CONTROLS) issues.push({ code: "custom", message, input: value });
  });

/** Returns the limit that a value exceeds or why it is not JSON; undefined when it is valid. */
function excess(value: unknown): string | undefined {
  let count = 0;
  const look = (part: unknown, depth: number): string | undefined => {
    count += 1;
    if (count > MOST_VALUES) return `must have at most ${MOST_VALUES} values`;
    if (depth > DEEPEST) return `must be at most ${DEEPEST} levels deep`;
    if (part === null || typeof part === "boolean") return undefined;
    if (typeof part === "number") return Number.isFinite(part) ? undefined : "must have finite numbers only";
    if (typeof part === "string")
      return part.length > LONGEST ? `must have texts of at most ${LONGEST} characters` : undefined;
    if (!Array.isArray(part) && !isPlainMap(part)) return "must be a JSON value";
    for (const [key, item] of Object.entries(part)) {
      if (NOT_KEYS.has(key)) return `must not have the key ${key}`;
      const message = look(item, depth + 1);
      if (message !== undefined) return message;
    }
    return undefined;
  };
  return look(value, 1);
}

/** Keys that can change an object's prototype in careless code. */
const NOT_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);
