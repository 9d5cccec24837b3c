/**
 * The result of a matcher, in the form that vitest and Jest accept. `actual` and `expected` are set when a diff of them
 * helps: vitest prints it under the message.
 */
export interface MatcherResult {
  readonly pass: boolean;
  /** The reason of the failure; for a `pass`, the reason of a failing `.not`. */
  readonly message: () => string;
  readonly actual?: unknown;
  readonly expected?: unknown;
}
