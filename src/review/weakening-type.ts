import type { Cursor } from "../evidence/index.ts";

/** One way in which a change makes a resource say less: the sentences about it, empty when it does not. */
export type Weakening = (before: Cursor, after: Cursor) => readonly string[];
