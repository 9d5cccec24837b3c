/** Permitted operations of one role or one assignment, in the notation of ARM and role definitions. */
export interface Permission {
  /** With `*` as a wildcard that includes slashes: `Microsoft.Insights/actionGroups/*`. */
  readonly actions: readonly string[];
  /** Excluded from this permission's own actions; another permission may still include them. */
  readonly notActions: readonly string[];
}

/**
 * Returns whether any of the permissions includes an operation (`Microsoft.Consumption/budgets/write`). Ignores case.
 *
 * Source: https://learn.microsoft.com/azure/role-based-access-control/role-definitions#actions-format
 */
export function isPermitted(permissions: readonly Permission[], operation: string): boolean {
  return permissions.some(
    ({ actions, notActions }) =>
      actions.some((pattern) => matches(pattern, operation)) &&
      !notActions.some((pattern) => matches(pattern, operation)),
  );
}

/** Matches segment by segment without backtracking, so that many wildcards do not increase the cost. */
function matches(pattern: string, operation: string): boolean {
  const [first = "", ...pieces] = pattern.toLowerCase().split("*");
  const text = operation.toLowerCase();
  if (pieces.length === 0) return text === first;
  if (!text.startsWith(first)) return false;
  const last = pieces.pop() ?? "";
  let at = first.length;
  for (const piece of pieces) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
