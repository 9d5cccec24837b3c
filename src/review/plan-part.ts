import type { ArmResource } from "../evidence/index.ts";
import type { Subscription } from "../fleet/index.ts";
import type { Possibility } from "./possibility.ts";
import type { Secrets } from "./secrets.ts";

/** A subscription's resources on one side of a plan. */
interface PartSide {
  readonly resources: readonly ArmResource[];
  /** Further effects that the plan does not determine. */
  readonly possibilities: readonly Possibility[];
}

/**
 * The part of one plan that concerns one subscription, before it is judged. Other plans may concern the subscription
 * too.
 */
export interface PlanPart {
  readonly subscription: Subscription;
  readonly file: string;
  readonly after: PartSide;
  readonly before: PartSide;
  /** ARM ids in lower case that the plan deletes in Azure without creating them again. */
  readonly deleted: ReadonlySet<string>;
  readonly secrets: Secrets;
}
