import type { Cursor } from "../evidence/index.ts";

/** Returns sentences about one way in which a change weakens a resource; none when it does not. */
export type Weakening = (before: Cursor, after: Cursor) => readonly string[];
