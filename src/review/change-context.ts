import type { PlanEvidence } from "../evidence/plan/index.ts";
import type { Baseline } from "../fleet/index.ts";
import type { Secrets } from "./secrets.ts";

/** The input for describing the changes of one subscription. */
export interface ChangeContext {
  readonly plan: unknown;
  readonly evidence: PlanEvidence;
  readonly secrets: Secrets;
  readonly baseline: Baseline;
  /** Whether to list a resource of this subscription, or one whose subscription is unknown. */
  readonly listed: (subscriptionId: string | undefined) => boolean;
  /** ARM ids in lower case of resources that exist in Azure, although the state may not have them. */
  readonly existing: ReadonlySet<string>;
}
