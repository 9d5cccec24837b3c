/** A stack as it would be written. */
export interface SynthesizedStack {
  readonly id: string;
  readonly json: Readonly<Record<string, unknown>>;
  /** `json` as it will stand in the file. */
  readonly text: string;
  /** Its {@link shapeDigest}, where that was taken already. */
  readonly shape?: string;
  /** What its own constructs say against it. */
  readonly errors: readonly string[];
}
