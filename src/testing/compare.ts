import { isPlainMap } from "../text/json.ts";
import { camelCase, findKey } from "./names.ts";
import { type AsymmetricMatcher, count, isAsymmetric, show } from "./values.ts";

/** A difference between a block and the test's expectation. */
export interface Difference {
  /** The path in the stack's names: `notification[1].contact_emails`; empty for the block itself. */
  readonly path: string;
  readonly reason: string;
}

/**
 * The result of a comparison. `expected` and `actual` are reduced to the values that the test names, with the same
 * keys. Every satisfied matcher is replaced by its value, so that a diff shows only the differences.
 */
export interface Comparison {
  readonly differences: readonly Difference[];
  /** The number of different single values: a missing map counts all values expected in it. */
  readonly distance: number;
  readonly expected: unknown;
  readonly actual: unknown;
}

/**
 * Compares a value of a synthesized stack with a test's expectation.
 *
 * - a map may have additional keys, at any depth; a key expected as `undefined` must be absent
 * - a list must have exactly the expected items in their order; each item is compared by these rules
 * - a key matches as written or in snake_case ({@link findKey})
 * - an asymmetric matcher decides itself and may use keys in either case
 * - all other values are compared by `===`
 */
export function compare(expected: unknown, actual: unknown, path = ""): Comparison {
  if (isAsymmetric(expected))
    return matches(expected, actual) ? same(actual) : differs(expected, actual, path);
  if (Array.isArray(expected) && Array.isArray(actual)) return compareLists(expected, actual, path);
  if (isPlainMap(expected) && isPlainMap(actual)) return compareMaps(expected, actual, path);
  return expected === actual ? same(actual) : differs(expected, actual, path);
}

function same(actual: unknown): Comparison {
  return { differences: [], distance: 0, expected: actual, actual };
}

function differs(expected: unknown, actual: unknown, path: string): Comparison {
  const reason =
    expected === undefined ? `expected it to be absent, found ${show(actual)}` : unequal(expected, actual);
  return { differences: [{ path, reason }], distance: leaves(expected), expected, actual };
}

function unequal(expected: unknown, actual: unknown): string {
  return actual === undefined
    ? `expected ${show(expected)}, but it is absent`
    : `expected ${show(expected)}, found ${show(actual)}`;
}

function compareLists(expected: readonly unknown[], actual: readonly unknown[], path: string): Comparison {
  const pairs = expected
    .slice(0, actual.length)
    .map((item, index) => compare(item, actual[index], `${path}[${index}]`));
  const reason = `expected ${count(expected.length, "item")}, found ${actual.length}: ${show(actual)}`;
  const length = expected.length === actual.length ? [] : [{ path, reason }];
  const missing = expected.slice(pairs.length);
  const surplus = actual.slice(pairs.length);
  return {
    distance: sum(pairs.map((pair) => pair.distance)) + sum(missing.map(leaves)) + surplus.length,
    differences: [...length, ...pairs.flatMap((pair) => pair.differences)],
    expected: [...pairs.map((pair) => pair.expected), ...missing],
    actual: [...pairs.map((pair) => pair.actual), ...surplus],
  };
}

function compareMaps(
  expected: Readonly<Record<string, unknown>>,
  actual: Readonly<Record<string, unknown>>,
  path: string,
): Comparison {
  const differences: Difference[] = [];
  let distance = 0;
  const shownExpected: [string, unknown][] = [];
  const shownActual: [string, unknown][] = [];
  for (const [name, value] of Object.entries(expected)) {
    const found = findKey(actual, name);
    const key = found ?? name;
    const place = path === "" ? key : `${path}.${key}`;
    const result = compare(value, found === undefined ? undefined : actual[found], place);
    const hint = found === undefined ? ` (there: ${show(Object.keys(actual))})` : "";
    differences.push(...result.differences.map((one) => ({ ...one, reason: one.reason + hint })));
    distance += result.distance;
    if (result.expected !== undefined) shownExpected.push([key, result.expected]);
    if (result.actual !== undefined) shownActual.push([key, result.actual]);
  }
  return {
    differences,
    distance,
    expected: Object.fromEntries(shownExpected),
    actual: Object.fromEntries(shownActual),
  };
}

/** Returns the number of single values in an expectation, at least one. */
function leaves(expected: unknown): number {
  if (isAsymmetric(expected) || typeof expected !== "object" || expected === null) return 1;
  return Math.max(1, sum(Object.values(expected).map(leaves)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function matches(matcher: AsymmetricMatcher, actual: unknown): boolean {
  return matcher.asymmetricMatch(withCamelCase(actual));
}

/**
 * Copies a value so that each snake_case key can also be read by its camelCase name: `expect.objectContaining({
 * shortName: "ops" })` finds `short_name`. The second name is not enumerable: a matcher that compares whole objects
 * counts each key once. A single copy for both notations keeps `expect.not.objectContaining` correct.
 */
function withCamelCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withCamelCase);
  if (!isPlainMap(value)) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withCamelCase(item)]));
  for (const key of Object.keys(copy)) {
    const alias = camelCase(key);
    if (!Object.hasOwn(copy, alias))
      Object.defineProperty(copy, alias, { value: copy[key], enumerable: false });
  }
  return copy;
}
