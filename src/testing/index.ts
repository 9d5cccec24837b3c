/**
 * Matchers for the tests of CDK for Terraform stacks, under the names of the package jest-cdktf-matchers.
 * `csp-baseline/testing/vitest` and `csp-baseline/testing/jest` register them on import.
 */
export type { TerraformType } from "./blocks.ts";
export { matchers, type StackMatchers } from "./matchers.ts";
export * from "./presence.ts";
export type { MatcherResult } from "./result.ts";
export { type SynthesizedStack, synthesize } from "./synthesize.ts";
export { type TerraformOptions, toBeValidTerraform, toPlanSuccessfully } from "./validity.ts";
