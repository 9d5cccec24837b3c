import type { ArmResource } from "../evidence/index.ts";

/**
 * Something of which a plan does not tell whether it is so, or what it does. A control that is judged alike with it and
 * without it is certain; any other is not.
 */
export interface Possibility {
  /** Why the plan does not tell; names the resource. */
  readonly reason: string;
  readonly fix?: string;
  /** The Terraform address. */
  readonly resource: string;
  /** `adds`: it may make a control pass that fails without it. `takes`: it may make one fail. */
  readonly effect: "adds" | "takes" | "both";
  /** The resource and the reason, for one control. @default those above */
  readonly about?: (control: string) => readonly [resource: string, reason: string];
  /** The resources of the subscription, if it is so. */
  readonly apply: (resources: readonly ArmResource[]) => readonly ArmResource[];
}
