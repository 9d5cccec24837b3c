import { UsageFileError } from "./columns.ts";

/** The cost of one subscription in one month, day by day. Index 0 is the first of the month. */
export interface MonthDays {
  readonly amounts: Float64Array;
  readonly lines: Uint32Array;
  /** The file of the first of its lines. */
  readonly file: string;
}

/** The cost of one subscription in one currency, by month (`2026-09`). */
export type Months = Map<string, MonthDays>;

/** The usage of one subscription in the files. */
export interface SubscriptionUsage {
  /** {@link Months} for each billing currency: usually one. */
  readonly currencies: Map<string, Months>;
}

/** Sums of lines without a subscription, by currency. */
export type Others = Map<string, { lines: number; amount: number }>;

const DAYS = 31;
/** Exports round amounts to six decimals. */
const SAME = 1e-6;
/** Beyond any fleet: limits the memory that a file can use. */
const MOST_SUBSCRIPTIONS = 200_000;
const MOST_MONTHS = 120;

/**
 * Sums usage by subscription, month and day. The lines of a file are kept separate until it ends, and are then compared
 * with earlier files. The same day with the same cost and number of lines is a repeated month.
 */
export class UsageSums {
  readonly subscriptions = new Map<string, SubscriptionUsage>();
  /** Lines without an Azure subscription: reservations, support, the marketplace. */
  readonly unassigned: Others = new Map();
  /** Lines with a negative cost: credits, refunds, corrections. They are included in the sums. */
  readonly credits: Others = new Map();
  #file = new Map<string, SubscriptionUsage>();
  #name = "";

  /** Starts a file. */
  begin(file: string): void {
    this.#file = new Map();
    this.#name = file;
  }

  /**
   * @param subscription in lower case; empty where the line has none
   * @param day from 1
   */
  add(subscription: string, month: string, day: number, amount: number, currency: string): void {
    if (amount < 0) addTo(this.credits, currency, amount);
    if (subscription === "") {
      addTo(this.unassigned, currency, amount);
      return;
    }
    const months = monthsOf(this.#file, subscription, currency);
    let days = months.get(month);
    if (days === undefined) {
      if (months.size === MOST_MONTHS) throw new UsageFileError(`it spans more than ${MOST_MONTHS} months`);
      days = { amounts: new Float64Array(DAYS), lines: new Uint32Array(DAYS), file: this.#name };
      months.set(month, days);
    }
    days.amounts[day - 1] = (days.amounts[day - 1] ?? 0) + amount;
    days.lines[day - 1] = (days.lines[day - 1] ?? 0) + 1;
  }

  /** Ends a file and adds its sums. @throws {UsageFileError} when it repeats another one */
  end(): void {
    for (const [id, usage] of this.#file) {
      for (const [currency, months] of usage.currencies) {
        const all = monthsOf(this.subscriptions, id, currency);
        for (const [month, days] of months) merge(all, month, days, id);
      }
    }
    this.#file = new Map();
  }
}

function merge(all: Months, month: string, days: MonthDays, id: string): void {
  const known = all.get(month);
  if (known === undefined) {
    all.set(month, days);
    return;
  }
  for (let day = 0; day < DAYS; day += 1) {
    const [amount = 0, lines = 0] = [days.amounts[day], days.lines[day]];
    if (lines === 0) continue;
    const [before = 0, linesBefore = 0] = [known.amounts[day], known.lines[day]];
    if (lines === linesBefore && Math.abs(amount - before) < SAME && amount !== 0) {
      const date = `${month}-${String(day + 1).padStart(2, "0")}`;
      throw new UsageFileError(
        `it repeats ${known.file}: subscription ${id} has the same cost on ${date} in both, so the month would count twice; pass each month once`,
      );
    }
    known.amounts[day] = before + amount;
    known.lines[day] = linesBefore + lines;
  }
}

function monthsOf(all: Map<string, SubscriptionUsage>, id: string, currency: string): Months {
  let usage = all.get(id);
  if (usage === undefined) {
    if (all.size === MOST_SUBSCRIPTIONS)
      throw new UsageFileError(`it has more than ${MOST_SUBSCRIPTIONS} subscriptions`);
    usage = { currencies: new Map() };
    all.set(id, usage);
  }
  let months = usage.currencies.get(currency);
  if (months === undefined) {
    months = new Map();
    usage.currencies.set(currency, months);
  }
  return months;
}

function addTo(others: Others, currency: string, amount: number): void {
  const sum = others.get(currency) ?? { lines: 0, amount: 0 };
  sum.lines += 1;
  sum.amount += amount;
  others.set(currency, sum);
}
