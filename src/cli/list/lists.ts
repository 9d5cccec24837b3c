/** The lists of `csp-baseline list`. */
export const LISTS = ["customers", "subscriptions", "exceptions", "backends"] as const;
