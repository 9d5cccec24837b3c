import type { TextNames } from "../controls/shape.ts";

/** A stack as it would be written. */
export interface SynthesizedStack {
  readonly id: string;
  readonly json: Readonly<Record<string, unknown>>;
  /** `json` as it will stand in the file. */
  readonly text: string;
  /** What `text` is known by, where that was worked out already. */
  readonly names?: TextNames;
  /** What its own constructs say against it. */
  readonly errors: readonly string[];
}
