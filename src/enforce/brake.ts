import { RunnerError } from "../runner/index.ts";
import { printable } from "../text/printable.ts";

/** More drift than this indicates an incident, or a mistake in the fleet. */
const MOST = 20;
const SHARE = 1;
/** The minimum, because a few drifted subscriptions of a small fleet are not an incident. */
const LEAST = 3;

/**
 * Returns the maximum number of subscriptions to repair in one run.
 * @param text `25`, or a share of the fleet such as `5%`; undefined for the default: 20 or 1 % of the fleet, whichever
 * is smaller, and at least 3
 * @param fleet all managed subscriptions
 * @throws {RunnerError} when the text is malformed
 */
export function brakeOf(text: string | undefined, fleet: number): number {
  if (text === undefined) return Math.max(LEAST, Math.min(MOST, Math.floor((fleet * SHARE) / 100)));
  const [, digits = "", percent] = /^(\d{1,6})(%?)$/.exec(text) ?? [];
  const value = Number(digits);
  if (digits !== "" && percent === "") return value;
  if (digits !== "" && value <= 100) return Math.floor((fleet * value) / 100);
  throw new RunnerError(
    "refused",
    `--max must be a number of subscriptions or a share such as 5%, got ${printable(JSON.stringify(text))}`,
  );
}
