/** What of the fleet `csp-baseline list` can be narrowed to. */
export const LISTS = ["customers", "subscriptions", "exceptions", "backends"] as const;
