/** How a check ended. `unknown`: it could not be made, so it says nothing of what it looks at. */
export type CheckStatus = "ok" | "fail" | "unknown";

export const CHECK_IDS = [
  "node",
  "terraform",
  "providers",
  "fleet",
  "tenant",
  "clock",
  "sign-in",
  "subscription",
  "roles",
  "backend",
] as const;
export type CheckId = (typeof CHECK_IDS)[number];

/** One thing that has to be in place before the first plan. */
export interface Check {
  readonly id: CheckId;
  readonly status: CheckStatus;
  /** What was found; or why it could not be looked at. One line. */
  readonly message: string;
  /** What to do about it; only where it is not ok. */
  readonly fix?: string;
}

export function ok(id: CheckId, message: string): Check {
  return { id, status: "ok", message };
}

export function fail(id: CheckId, message: string, fix: string): Check {
  return { id, status: "fail", message, fix };
}

export function unknown(id: CheckId, message: string, fix?: string): Check {
  return { id, status: "unknown", message, ...(fix === undefined ? {} : { fix }) };
}
