import type { PlanEvidence } from "../evidence/plan/index.ts";
import type { Baseline } from "../fleet/index.ts";
import type { Secrets } from "./secrets.ts";

/** What is needed to describe the changes of one subscription. */
export interface ChangeContext {
  readonly plan: unknown;
  readonly evidence: PlanEvidence;
  readonly secrets: Secrets;
  readonly baseline: Baseline;
  /** Whether a resource of this subscription, or of none that can be told, is to be listed. */
  readonly listed: (subscriptionId: string | undefined) => boolean;
  /** Ids in ARM's shape, lower case, of what is known to exist in Azure although the state may not have it. */
  readonly existing: ReadonlySet<string>;
}
