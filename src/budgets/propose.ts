import type { History, MonthCost } from "./history.ts";

/** The rules for an amount based on past usage. */
export interface ProposalRules {
  /** The number of latest complete months to use. @default 6 */
  readonly months?: number;
  /** The minimum number of complete months for a proposal. @default 3 */
  readonly minMonths?: number;
  /** 1 to 100. @default 90 */
  readonly percentile?: number;
  /** The percentage to add. @default 20 */
  readonly margin?: number;
}

/** The default rules. */
export const USUAL_RULES: Required<ProposalRules> = { months: 6, minMonths: 3, percentile: 90, margin: 20 };

/** The smallest amount: a lower one would fire for a single forgotten test. */
export const SMALLEST = 10;

/** An amount, or the reason why there is none. */
export type Proposal =
  | { readonly amount: number; readonly reason: string; readonly months: readonly MonthCost[] }
  | { readonly amount: undefined; readonly reason: string; readonly months: readonly MonthCost[] };

/** Proposes the amount of a monthly budget, or returns the reason why not. Free of side effects. */
export function propose(history: History | undefined, rules: ProposalRules = {}): Proposal {
  const { margin, minMonths, months: most, percentile } = { ...USUAL_RULES, ...rules };
  if (history === undefined) return refused("the files have no usage of the subscription");
  if (history.currency === undefined) {
    return refused(`its lines are in ${history.currencies.join(" and ")}: a budget has one currency`);
  }
  const complete = history.months.filter(({ isComplete }) => isComplete);
  if (complete.length < minMonths) {
    const partial = history.months.filter(({ isComplete }) => !isComplete).map(({ month }) => month);
    const left = partial.length === 0 ? "" : ` (${partial.join(", ")} only in part)`;
    return refused(`${complete.length} complete months of usage${left}; ${minMonths} are required`, complete);
  }
  const months = complete.slice(-most);
  const value = percentileOf(
    months.map(({ amount }) => Math.max(0, amount)),
    percentile,
  );
  const amount = Math.max(SMALLEST, roundUp(value * (1 + margin / 100)));
  const span = `${months[0]?.month} to ${months.at(-1)?.month}`;
  const basis = `the ${percentile}th percentile of ${months.length} months (${span}) is ${value.toFixed(2)}`;
  const floor = amount === SMALLEST && value * (1 + margin / 100) < SMALLEST ? ", the smallest amount" : "";
  return { amount, months, reason: `${basis}, plus ${margin} %, rounded up${floor}` };
}

function refused(reason: string, months: readonly MonthCost[] = []): Proposal {
  return { amount: undefined, reason, months };
}

/** Returns the percentile by linear interpolation between the closest ranks. */
export function percentileOf(values: readonly number[], percentile: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = ((sorted.length - 1) * percentile) / 100;
  const [below, above] = [sorted[Math.floor(rank)] ?? 0, sorted[Math.ceil(rank)] ?? 0];
  return below + (above - below) * (rank - Math.floor(rank));
}

/** Rounds up to a typical amount, by a fifth at most: 43 to 45, 101 to 110, 4321 to 4500. */
export function roundUp(value: number): number {
  if (value <= 1) return 1;
  const tens = 10 ** (Math.floor(Math.log10(value)) - 1);
  const step = Math.max(1, value <= 25 * tens ? tens : 5 * tens);
  // Floating point errors of an exact multiple must not lead to the next step.
  return Math.ceil(Number((value / step).toFixed(6))) * step;
}
