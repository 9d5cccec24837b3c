/**
 * Replaces the subscription in shared evidence: a GUID that no subscription has, so that ids stay valid.
 */
export const ANY_SUBSCRIPTION = "00000000-0000-4000-8000-5ab5c0000000";
/** Replaces the tenant in the same way. */
export const ANY_TENANT = "00000000-0000-4000-8000-7e4a47000000";
