import { escaped, replaceDeceptive } from "../text/visible.ts";

/** Helpers for values in matchers: asymmetric matchers, and formatting for messages. */

/** `expect.anything()`, `expect.stringMatching(...)` and similar, of vitest, Jest or a library. */
export interface AsymmetricMatcher {
  asymmetricMatch(value: unknown): boolean;
  /** Its name, `StringMatching`. */
  toString(): string;
  /** Its printed form: `Any<String>`; optional. */
  readonly toAsymmetricMatcher?: () => string;
  readonly sample?: unknown;
}

export function isAsymmetric(value: unknown): value is AsymmetricMatcher {
  return (
    typeof value === "object" &&
    value !== null &&
    "asymmetricMatch" in value &&
    typeof value.asymmetricMatch === "function"
  );
}

const LONGEST_SHOWN = 120;

/** Formats a value on one line: JSON, matchers by their names, control characters escaped, shortened. */
export function show(value: unknown): string {
  const text = isAsymmetric(value)
    ? showMatcher(value)
    : (JSON.stringify(value, matchersByName) ?? String(value));
  return shorten(escapeControls(text));
}

function matchersByName(_key: string, value: unknown): unknown {
  return isAsymmetric(value) ? showMatcher(value) : value;
}

function showMatcher(matcher: AsymmetricMatcher): string {
  const printed = matcher.toAsymmetricMatcher?.();
  if (printed !== undefined) return printed;
  const { sample } = matcher;
  if (sample === undefined) return matcher.toString();
  return `${matcher.toString()} ${sample instanceof RegExp ? sample.toString() : JSON.stringify(sample)}`;
}

/** Escapes control and direction characters as `\u....`: a value of a stack must not control the terminal. */
function escapeControls(text: string): string {
  return replaceDeceptive(text, escaped);
}

function shorten(text: string): string {
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN - 3)}...`;
}

/** `1 resource`, `2 resources`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
