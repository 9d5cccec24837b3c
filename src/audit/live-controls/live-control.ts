import type { Control, Expectation, Judgement } from "../../controls/index.ts";
import type { Evidence } from "../../evidence/index.ts";
import type { Declared } from "../declared.ts";

/** Something that only Azure itself can tell, or only the comparison with what was declared. */
export interface LiveControl extends Omit<Control, "check"> {
  /**
   * Judges; pure. It may throw: the caller turns that into a finding.
   * @param declared what the subscription's stack declares; undefined when there is none
   * @returns undefined where there is nothing to judge: what is missing altogether, other controls say
   */
  readonly check: (
    evidence: Evidence,
    expected: Expectation,
    declared: Declared | undefined,
  ) => Judgement | undefined;
}
