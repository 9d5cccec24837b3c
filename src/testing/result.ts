/**
 * What a matcher answers, in the form that both vitest and Jest take. `actual` and `expected` are there when a diff of
 * the two helps: vitest prints it under the message by itself.
 */
export interface MatcherResult {
  readonly pass: boolean;
  /** Why the assertion fails; for a `pass`, why its `.not` does. */
  readonly message: () => string;
  readonly actual?: unknown;
  readonly expected?: unknown;
}
