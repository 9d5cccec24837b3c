import type { Fleet } from "../fleet/index.ts";

/** Input of a format besides the review. */
export interface RenderContext {
  readonly fleet: Fleet;
  /** The current day, from which the days until an expiry are counted. */
  readonly now: Date;
  /** The page of the pipeline run that keeps the complete review. @default - no link */
  readonly runUrl?: string;
}
