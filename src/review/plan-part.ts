import type { ArmResource } from "../evidence/index.ts";
import type { Subscription } from "../fleet/index.ts";
import type { Possibility } from "./possibility.ts";
import type { Secrets } from "./secrets.ts";

/** One side of what a plan says of a subscription. */
interface PartSide {
  readonly resources: readonly ArmResource[];
  /** What may be so besides, and the plan does not tell. */
  readonly possibilities: readonly Possibility[];
}

/** What one plan says of one subscription, before it is judged: other plans may speak of the subscription too. */
export interface PlanPart {
  readonly subscription: Subscription;
  readonly file: string;
  readonly after: PartSide;
  readonly before: PartSide;
  /** ARM ids in lower case that the plan deletes in Azure, and does not make again. */
  readonly deleted: ReadonlySet<string>;
  readonly secrets: Secrets;
}
