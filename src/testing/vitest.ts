/**
 * Registers the matchers with vitest, for a setup file: `setupFiles: ["csp-baseline/testing/vitest"]`. Importing it in
 * a test file also provides the types.
 */
import { expect } from "vitest";
import { matchers, type StackMatchers } from "./matchers.ts";

expect.extend(matchers);

// vitest's own `Matchers` has one type parameter in version 4 and two in 5, and TypeScript requires the same ones in
// every declaration of an interface. Its assertions of all versions inherit the members of chai's, which has none.
declare global {
  namespace Chai {
    interface Assertion extends StackMatchers<void> {}
  }
}
