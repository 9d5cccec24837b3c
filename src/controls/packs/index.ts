import type { PackName } from "../../fleet/index.ts";
import { amba } from "./amba.ts";
import { cis6 } from "./cis-6.ts";
import type { Pack } from "./pack.ts";
import { partner2025 } from "./partner-2025.ts";
import { psrule } from "./psrule.ts";

export type { Ask, Pack, PackRule, Setting } from "./pack.ts";

const BY_NAME: Readonly<Record<PackName, Pack>> = {
  "cis-6": cis6,
  psrule,
  amba,
  "partner-2025": partner2025,
};

/** All policy packs, in the order in which pages show them. */
export const PACKS: readonly Pack[] = Object.values(BY_NAME);

export function packOf(name: PackName): Pack {
  return BY_NAME[name];
}
