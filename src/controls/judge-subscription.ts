import type { Evidence } from "../evidence/index.ts";
import { escapeControls } from "../fleet/echo.ts";
import { messageOf } from "../text/error-message.ts";
import { plain } from "../text/wording.ts";
import { isCannotTell, unknownJudgement } from "./cannot-tell.ts";
import { controlCatalogue } from "./catalogue.ts";
import type { Control, Expectation, Judgement } from "./control.ts";
import { switchedOff, tooWeak } from "./packs/demands.ts";

/** The judgement of one control for a subscription. */
export interface JudgedControl {
  readonly control: Control;
  readonly judgement: Judgement;
}

/**
 * Judges a subscription by all controls in force for its baseline, in the catalogue's order. It never throws: a control
 * that throws, or returns no judgement, becomes a failure and does not hide the findings of other controls. Policy
 * packs only ever add failures.
 *
 * @param controls the controls to judge. @default - the catalogue, including the app's controls
 */
export function judgeSubscription(
  evidence: Evidence,
  expected: Expectation,
  controls: readonly Control[] = controlCatalogue(),
): JudgedControl[] {
  return controls.flatMap((control) => {
    const judgement = judge(control, evidence, expected);
    return judgement === undefined ? [] : [{ control, judgement }];
  });
}

/** Returns `undefined` where the control is not in force. */
function judge(control: Control, evidence: Evidence, expected: Expectation): Judgement | undefined {
  const { baseline } = expected;
  const judgement = guarded(() => {
    if (control.enabled?.(baseline) === false) return undefined;
    return checked(control.check(evidence, expected));
  });
  if (judgement === undefined) return switchedOff(control.id, baseline);
  const weakness = tooWeak(control.id, baseline);
  if (weakness === undefined) return judgement;
  if (judgement.status !== "fail") return weakness;
  return { ...judgement, message: `${judgement.message}; ${weakness.message}` };
}

function guarded(judge: () => Judgement | undefined): Judgement | undefined {
  try {
    return judge();
  } catch (error) {
    if (isCannotTell(error)) return unknownJudgement(error);
    return defect(messageOf(error));
  }
}

function defect(reason: string): Judgement {
  return {
    status: "fail",
    message: `the control failed to judge: ${plain(reason)}`,
    fix: "report this as a defect of the control; the subscription is not covered until it is fixed",
  };
}

const STATUSES: readonly unknown[] = ["pass", "fail", "unknown"];
const TEXTS = ["fix", "resource", "path"] as const;
const LONGEST = 4000;

/** Validates the result of a check: custom controls may return anything. */
function checked(given: Judgement): Judgement {
  const found: unknown = given;
  if (found instanceof Promise) {
    // An unhandled rejection would end the process.
    found.catch(() => undefined);
    return defect("its check returned a promise; a check must be synchronous");
  }
  if (typeof found !== "object" || found === null) return defect("its check returned no judgement");
  if (!STATUSES.includes(given.status))
    return defect("its check returned a status other than pass, fail and unknown");
  if (typeof given.message !== "string" || given.message === "")
    return defect("its check returned no message");
  if (TEXTS.some((key) => !["string", "undefined"].includes(typeof given[key])))
    return defect(`its check returned a value that is not a text as ${TEXTS.join(", ")}`);
  const { parameter = [] } = given;
  if (!Array.isArray(parameter) || parameter.some((part) => typeof part !== "string"))
    return defect("its check returned a parameter that is not a list of texts");
  return sanitized(given);
}

/** Removes control characters and shortens texts; returns the same object when nothing changes. */
function sanitized(judgement: Judgement): Judgement {
  const texts = (["message", ...TEXTS] as const).flatMap((key) => {
    const text = judgement[key];
    const shown = text === undefined ? undefined : escapeControls(text).slice(0, LONGEST);
    return shown === text || shown === undefined ? [] : [[key, shown] as const];
  });
  return texts.length === 0 ? judgement : { ...judgement, ...Object.fromEntries(texts) };
}
