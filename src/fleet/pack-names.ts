/** The selectable policy packs: standards with the rules that this project covers. */
export const PACK_NAMES = ["cis-6", "psrule", "amba", "partner-2025"] as const;
/** The name of a policy pack. */
export type PackName = (typeof PACK_NAMES)[number];
