import type { Fleet, Position } from "../fleet/index.ts";

/** Input of a format besides the review. */
export interface RenderContext {
  readonly fleet: Fleet;
  /** The current day, from which the days until an expiry are counted. */
  readonly now: Date;
  /** The page of the pipeline run that keeps the complete review. @default - no link */
  readonly runUrl?: string;
  /** Returns the page that shows a line of the fleet; undefined for a file outside of the repository. @default - no links */
  readonly sourceUrl?: (position: Position) => string | undefined;
}
