import type { Judgement } from "../../controls/index.ts";
import { type ArmResource, describe } from "../../evidence/index.ts";
import { dayOf, daysBetween } from "../../text/days.ts";
import { quote } from "../../text/wording.ts";

/** A resource with an end date. */
export interface Ending {
  readonly resource: ArmResource;
  /** The end as the resource has it. */
  readonly end: string | undefined;
  readonly path: string;
}

/**
 * Judges whether the last end is within a number of days. Other controls judge past ends; a resource without an end
 * covers all.
 */
export function judgeEndings(
  endings: readonly Ending[],
  today: string,
  { days, fix, what }: { readonly days: number; readonly what: string; readonly fix: string },
): Judgement | undefined {
  const running = endings.flatMap((ending) => {
    const day = dayOf(ending.end);
    return day === undefined || day >= today ? [{ ...ending, day }] : [];
  });
  const [first] = running;
  if (first === undefined) return undefined;
  const endless = running.find(({ day }) => day === undefined);
  const last = endless ?? running.reduce((a, b) => ((a.day ?? "") >= (b.day ?? "") ? a : b), first);
  const about = { resource: describe(last.resource), path: last.path };
  if (last.day === undefined) return { ...about, status: "pass", message: `${what} has no end` };
  const left = daysBetween(today, last.day);
  if (left > days) return { ...about, status: "pass", message: `${what} lasts until ${last.day}` };
  const when = left === 0 ? "today" : left === 1 ? "tomorrow" : `in ${left} days`;
  return { ...about, status: "fail", message: `${what} ends ${when}, on ${quote(last.end ?? "")}`, fix };
}
