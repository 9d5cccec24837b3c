import type { Fleet } from "../fleet/index.ts";

/** What a format knows beside the review. */
export interface RenderContext {
  readonly fleet: Fleet;
  /** The day that "until" is counted from. */
  readonly now: Date;
  /** The page of the pipeline run, where the whole review is kept. @default none */
  readonly runUrl?: string;
}
