/**
 * Registers the matchers with vitest, for a setup file: `setupFiles: ["csp-baseline/testing/vitest"]`; a test file that
 * imports it gets the types too.
 */
import { expect } from "vitest";
import { matchers, type StackMatchers } from "./matchers.ts";

expect.extend(matchers);

// vitest's own `Matchers` has one type parameter in version 4 and two in 5, and TypeScript wants every declaration of
// an interface to have the same ones. Its assertions of all versions take over the members of chai's, which has none.
declare global {
  namespace Chai {
    interface Assertion extends StackMatchers<void> {}
  }
}
