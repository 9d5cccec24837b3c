import type { Baseline } from "../../fleet/index.ts";

/** The minimum setting that a baseline needs. */
export interface Setting {
  /** The path in the baseline: `["securityContact", "notifyRoles"]`. */
  readonly path: readonly string[];
  /** The requirement, worded after its name: `has Owner`. */
  readonly is: string;
  readonly meets: (baseline: Baseline) => boolean;
}
