import type { ResultHistory } from "./results.ts";

/** The changes between the previous result and the latest. */
export interface Movement {
  /** `control subscription` of cells that are open now and were not before. */
  readonly opened: ReadonlySet<string>;
  /** The number of cells that were open before and pass now. */
  readonly fixed: number;
}

/** Compares the latest result with the previous one. Without a previous result there are no changes. */
export function movementOf({ latest, previous }: ResultHistory): Movement {
  if (previous === undefined) return { opened: new Set(), fixed: 0 };
  const before = previous.findings.keys("fail", "unknown");
  const now = latest.findings.keys("fail", "unknown");
  const passed = latest.findings.keys("pass");
  return {
    opened: new Set([...now].filter((key) => !before.has(key))),
    fixed: [...before].filter((key) => !now.has(key) && passed.has(key)).length,
  };
}
