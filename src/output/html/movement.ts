import type { ResultHistory } from "./results.ts";

/** What changed between the result before and the latest. */
export interface Movement {
  /** `control subscription` of what is open now and was not then. */
  readonly opened: ReadonlySet<string>;
  /** How many were open then, are not now, and pass. */
  readonly fixed: number;
}

/** Nothing has moved where there is no result before. */
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
