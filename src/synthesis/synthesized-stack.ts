import type { TextNames } from "../controls/shape.ts";

/** A stack in its final form. */
export interface SynthesizedStack {
  readonly id: string;
  readonly json: Readonly<Record<string, unknown>>;
  /** `json` as written to the file. */
  readonly text: string;
  /** The keys of `text`, if they were computed already. */
  readonly names?: TextNames;
  /** Errors of its own constructs. */
  readonly errors: readonly string[];
}
