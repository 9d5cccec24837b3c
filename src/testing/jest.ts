/**
 * Registers the matchers with Jest, for a setup file: `setupFilesAfterEnv: ["csp-baseline/testing/jest"]`. Importing it
 * in a test file also provides the types, for the global `expect` (@types/jest) and that of @jest/globals.
 *
 * @throws {Error} where a global `expect` is missing, as with `injectGlobals: false`
 */
import { matchers, type StackMatchers } from "./matchers.ts";
import type { MatcherResult } from "./result.ts";

/** The used part of Jest's matcher context. */
interface MatcherContext {
  readonly expand?: boolean;
  readonly utils: {
    diff(expected: unknown, received: unknown, options: { expand: boolean }): string | null;
  };
}

interface Expect {
  extend(matchers: object): void;
}

const expect: unknown = Reflect.get(globalThis, "expect");
if (!isExpect(expect)) {
  throw new Error(
    "csp-baseline/testing/jest found no global expect: load it in setupFilesAfterEnv, or with injectGlobals: false " +
      "call expect.extend(matchers) with the matchers of csp-baseline/testing",
  );
}
expect.extend(
  Object.fromEntries(Object.entries(matchers).map(([name, matcher]) => [name, withDiff(matcher)])),
);

function isExpect(value: unknown): value is Expect {
  return typeof value === "function" && "extend" in value && typeof value.extend === "function";
}

/** Adds the diff to the message, because Jest prints only the message of a matcher. */
function withDiff(matcher: (...args: never[]) => MatcherResult) {
  return function (this: MatcherContext, ...args: never[]): MatcherResult {
    const result = matcher(...args);
    if (result.pass || result.expected === undefined) return result;
    const { expected, actual, message } = result;
    const diff = () => this.utils.diff(expected, actual, { expand: this.expand ?? false }) ?? "";
    return { ...result, message: () => `${message()}\n\n${diff()}`.trimEnd() };
  };
}

declare global {
  namespace jest {
    interface Matchers<R, T> extends StackMatchers<R> {}
  }
}

// biome-ignore lint/suspicious/noTsIgnore: where "expect" is installed, an expected error would be one too many.
/** @ts-ignore Only where Jest is installed is there a module "expect"; @jest/globals takes its assertions from it. */
declare module "expect" {
  interface Matchers<R extends void | Promise<void>, T> extends StackMatchers<R> {}
}
