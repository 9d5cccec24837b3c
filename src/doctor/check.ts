/** The result of a check. `unknown`: the check could not be made. */
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

/** A precondition of the first plan. */
export interface Check {
  readonly id: CheckId;
  readonly status: CheckStatus;
  /** The finding, or why the check could not be made. One line. */
  readonly message: string;
  /** The remedy; only where the result is not ok. */
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
