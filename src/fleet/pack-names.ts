/** Policy packs that a baseline can choose: a standard, and what of it this project can hold a subscription to. */
export const PACK_NAMES = ["cis-6", "psrule", "amba", "partner-2025"] as const;
/** The name of a policy pack. */
export type PackName = (typeof PACK_NAMES)[number];
