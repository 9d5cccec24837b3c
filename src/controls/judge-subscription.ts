import type { Evidence } from "../evidence/index.ts";
import { escapeControls } from "../fleet/echo.ts";
import { messageOf } from "../text/error-message.ts";
import { isCannotTell, unknownJudgement } from "./cannot-tell.ts";
import { controlCatalogue } from "./catalogue.ts";
import type { Control, Expectation, Judgement } from "./control.ts";
import { switchedOff, tooWeak } from "./packs/demands.ts";
import { plain } from "./wording.ts";

/** What one control says of a subscription. */
export interface JudgedControl {
  readonly control: Control;
  readonly judgement: Judgement;
}

/**
 * Judges a subscription by all controls that are in force for its baseline, in the catalogue's order. It never
 * throws: a control that does becomes a failure, and so does one that gives no judgement, so that a defect can hide
 * neither the other controls' findings nor itself. Policy packs only ever add failures.
 *
 * @param controls by default the catalogue, with what the app brings
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

/** Undefined where the control is not in force. */
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
    fix: "report this as a defect of the control; until it is mended the subscription is not covered",
  };
}

const STATUSES: readonly unknown[] = ["pass", "fail", "unknown"];
const TEXTS = ["fix", "resource", "path"] as const;
const LONGEST = 4000;

/** What a control gave, if it is a judgement: controls that somebody brings may give anything. */
function checked(given: Judgement): Judgement {
  const found: unknown = given;
  if (found instanceof Promise) {
    // A rejection that nobody looks at would end the process.
    found.catch(() => undefined);
    return defect("its check gave a promise; it has to judge at once");
  }
  if (typeof found !== "object" || found === null) return defect("its check gave no judgement");
  if (!STATUSES.includes(given.status))
    return defect("its check gave a status other than pass, fail and unknown");
  if (typeof given.message !== "string" || given.message === "") return defect("its check gave no message");
  if (TEXTS.some((key) => !["string", "undefined"].includes(typeof given[key])))
    return defect(`its check gave something else than a text as ${TEXTS.join(", ")}`);
  const { parameter = [] } = given;
  if (!Array.isArray(parameter) || parameter.some((part) => typeof part !== "string"))
    return defect("its check gave a parameter that is no list of texts");
  return tidy(given);
}

/** The judgement itself where nothing in it could drive a terminal or fill a page, as is usual. */
function tidy(judgement: Judgement): Judgement {
  const texts = (["message", ...TEXTS] as const).flatMap((key) => {
    const text = judgement[key];
    const shown = text === undefined ? undefined : escapeControls(text).slice(0, LONGEST);
    return shown === text || shown === undefined ? [] : [[key, shown] as const];
  });
  return texts.length === 0 ? judgement : { ...judgement, ...Object.fromEntries(texts) };
}
