/**
 * Stands for the subscription in what subscriptions share: a GUID that no subscription has, so that ids remain ids.
 */
export const ANY_SUBSCRIPTION = "00000000-0000-4000-8000-5ab5c0000000";
/** The same for the tenant. */
export const ANY_TENANT = "00000000-0000-4000-8000-7e4a47000000";
