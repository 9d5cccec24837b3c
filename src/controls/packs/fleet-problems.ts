import { type Fleet, formatPosition, type Problem, type Subscription } from "../../fleet/index.ts";
import { controlCatalogue } from "../catalogue.ts";
import type { Judgement } from "../control.ts";
import { isSwitchedOn } from "../in-force.ts";
import { switchedOff, tooWeak } from "./demands.ts";

/**
 * Returns the requirements of policy packs that the fleet does not meet, at the line of the pack or of the setting.
 * Each is reported once for all subscriptions that inherit it. Excepted controls are skipped.
 */
export function packProblems(fleet: Fleet): Problem[] {
  const problems = new Map<string, { problem: Problem; subscriptions: number }>();
  for (const subscription of fleet.subscriptions) {
    for (const judgement of unmet(subscription)) {
      const problem = problemOf(subscription, judgement);
      const key = `${problem.position === undefined ? "" : formatPosition(problem.position)} ${problem.message}`;
      const known = problems.get(key);
      problems.set(key, { problem, subscriptions: (known?.subscriptions ?? 0) + 1 });
    }
  }
  return [...problems.values()].map(({ problem, subscriptions }) => {
    const more = subscriptions === 1 ? "" : ` (${subscriptions} subscriptions)`;
    return { ...problem, message: `${problem.message}${more}` };
  });
}

function unmet({ baseline, exceptions }: Subscription): Judgement[] {
  if (baseline.packs.length === 0) return [];
  return controlCatalogue().flatMap((control) => {
    if (exceptions.some((exception) => exception.control === control.id)) return [];
    const judge = isSwitchedOn(control, baseline) ? tooWeak : switchedOff;
    return judge(control.id, baseline) ?? [];
  });
}

function problemOf(subscription: Subscription, { fix, message, parameter = [] }: Judgement): Problem {
  const path = parameter.map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  const problem = {
    position: subscription.locate(path),
    path: parameter[0] === "packs" ? "baseline.packs" : `baseline.${parameter.join(".")}`,
    message,
  };
  return fix === undefined ? problem : { ...problem, hint: `${fix.charAt(0).toUpperCase()}${fix.slice(1)}.` };
}
