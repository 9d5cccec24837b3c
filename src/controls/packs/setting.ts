import type { Baseline } from "../../fleet/index.ts";

/** What a baseline has to say at least. */
export interface Setting {
  /** In the baseline: `["securityContact", "notifyRoles"]`. */
  readonly path: readonly string[];
  /** What it must be, after its name: `has Owner`. */
  readonly is: string;
  readonly meets: (baseline: Baseline) => boolean;
}
