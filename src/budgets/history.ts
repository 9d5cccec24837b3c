import type { SubscriptionUsage, UsageSums } from "./usage/usage-sums.ts";

/** The cost of a subscription in one month, at retail rates. */
export interface MonthCost {
  /** `2026-09`. */
  readonly month: string;
  readonly amount: number;
  /** Whether the files cover the whole month for this subscription. */
  readonly isComplete: boolean;
}

/** The usage of one subscription in the files. */
export interface History {
  /** ISO 4217; undefined where the files have more than one. */
  readonly currency: string | undefined;
  /** The billing currencies of its lines, sorted. */
  readonly currencies: readonly string[];
  /** In order, without gaps: a month without lines between two others costs 0. */
  readonly months: readonly MonthCost[];
}

/** The first and the last day of all lines, `2026-09-30`: the range of the files. */
export interface Span {
  readonly first: string;
  readonly last: string;
}

/** Returns the range of the files; undefined where they have no line of a subscription. */
export function spanOf(sums: UsageSums): Span | undefined {
  let [first, last]: [string, string] = ["9999-12-31", ""];
  for (const { currencies } of sums.subscriptions.values()) {
    for (const months of currencies.values()) {
      for (const [month, { lines }] of months) {
        const from = `${month}-${twoDigits(lines.findIndex((count) => count > 0) + 1)}`;
        const to = `${month}-${twoDigits(lines.findLastIndex((count) => count > 0) + 1)}`;
        if (from < first) first = from;
        if (to > last) last = to;
      }
    }
  }
  return last === "" ? undefined : { first, last };
}

/**
 * Returns the months of a subscription. The first and the last month of the files are complete only if the files begin
 * and end with them. The first month of a subscription is complete only if it has cost on its first day.
 */
export function historyOf({ currencies }: SubscriptionUsage, span: Span): History {
  const names = [...currencies.keys()].sort();
  const [currency] = names;
  const months = currencies.get(currency ?? "");
  if (currency === undefined || names.length > 1 || months === undefined) {
    return { currency: undefined, currencies: names, months: [] };
  }
  const [begin = ""] = [...months.keys()].sort();
  const found: MonthCost[] = [];
  for (let month = begin; month <= span.last.slice(0, 7); month = nextMonth(month)) {
    const days = months.get(month);
    const amount = days?.amounts.reduce((sum, one) => sum + one, 0) ?? 0;
    const startsWhole = month !== begin || (days?.lines[0] ?? 0) > 0;
    found.push({
      month,
      amount: Math.round(amount * 100) / 100,
      isComplete: startsWhole && isCovered(month, span),
    });
  }
  return { currency, currencies: names, months: found };
}

/** Reports whether the files cover a month from its first day to its last. */
function isCovered(month: string, { first, last }: Span): boolean {
  return first <= `${month}-01` && last >= `${month}-${twoDigits(daysIn(month))}`;
}

function daysIn(month: string): number {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate();
}

function nextMonth(month: string): string {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 1))
    .toISOString()
    .slice(0, 7);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
