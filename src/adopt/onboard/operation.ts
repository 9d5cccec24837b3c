/** Permitted operations of one role or one assignment, in the notation of ARM and role definitions. */
export interface Permission {
  /** With `*` for anything, slashes included: `Microsoft.Insights/actionGroups/*`. */
  readonly actions: readonly string[];
  /** Taken away from this permission's own actions; another permission may still give them. */
  readonly notActions: readonly string[];
}

/**
 * Whether an operation (`Microsoft.Consumption/budgets/write`) is given by any of the permissions. Case does not count.
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

/** Piece by piece and never back, so that a pattern full of stars costs no more than its length. */
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
