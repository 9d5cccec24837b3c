import type { Evidence } from "../evidence/index.ts";
import { isCannotTell, unknownJudgement } from "./cannot-tell.ts";
import { CONTROLS } from "./catalogue.ts";
import type { Control, Expectation, Judgement } from "./control.ts";
import { plain } from "./wording.ts";

/** What one control says of a subscription. */
export interface JudgedControl {
  readonly control: Control;
  readonly judgement: Judgement;
}

/**
 * Judges a subscription by all controls that its baseline has switched on, in the catalogue's order. It never
 * throws: a control that does becomes a failure, so that a defect can hide neither the other controls'
 * findings nor itself.
 */
export function judgeSubscription(
  evidence: Evidence,
  expected: Expectation,
  controls: readonly Control[] = CONTROLS,
): JudgedControl[] {
  return controls.flatMap((control) => {
    try {
      if (control.enabled?.(expected.baseline) === false) return [];
      return [{ control, judgement: control.check(evidence, expected) }];
    } catch (error) {
      return [{ control, judgement: fromThrown(error) }];
    }
  });
}

function fromThrown(error: unknown): Judgement {
  if (isCannotTell(error)) return unknownJudgement(error);
  const reason = error instanceof Error ? error.message : "for no stated reason";
  return {
    status: "fail",
    message: `the control failed to judge: ${plain(reason)}`,
    fix: "report this as a defect of the control; until it is mended the subscription is not covered",
  };
}
