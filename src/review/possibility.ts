import type { ArmResource } from "../evidence/index.ts";

/**
 * An effect that a plan does not determine. A control with the same judgement with and without the effect is certain;
 * any other is unknown.
 */
export interface Possibility {
  /** Why the plan does not determine the effect; names the resource. */
  readonly reason: string;
  readonly fix?: string;
  /** The Terraform address. */
  readonly resource: string;
  /** `adds`: the effect may make a failing control pass. `takes`: it may make one fail. */
  readonly effect: "adds" | "takes" | "both";
  /** The resource and the reason for one control. @default - those above */
  readonly about?: (control: string) => readonly [resource: string, reason: string];
  /** Returns the resources of the subscription with the effect. */
  readonly apply: (resources: readonly ArmResource[]) => readonly ArmResource[];
}
