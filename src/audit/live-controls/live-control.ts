import type { Control, Expectation, Judgement } from "../../controls/index.ts";
import type { Evidence } from "../../evidence/index.ts";
import type { Declared } from "../declared.ts";

/** A control that only Azure, or the comparison with the declaration, can judge. */
export interface LiveControl extends Omit<Control, "check"> {
  /**
   * Judges without side effects. It may throw: the caller turns an error into a finding.
   * @param declared the declaration of the subscription's stack, if there is one
   * @returns undefined where there is nothing to judge: other controls report missing resources
   */
  readonly check: (
    evidence: Evidence,
    expected: Expectation,
    declared: Declared | undefined,
  ) => Judgement | undefined;
}
