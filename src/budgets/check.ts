import type { BudgetSettings } from "../fleet/index.ts";
import type { History, MonthCost } from "./history.ts";
import { percentileOf } from "./propose.ts";

/** The result of a fleet's budget for past months. */
export type CheckStatus = "fits" | "never-fires" | "fires-each-month" | "exceeded" | "unknown";

export interface BudgetCheck {
  readonly status: CheckStatus;
  readonly message: string;
}

/** With fewer complete months, "each month" is not meaningful. */
const ENOUGH = 3;

/**
 * Compares a budget with complete past months. Covers only thresholds of actual cost: past forecasts are not available.
 * Free of side effects.
 */
export function checkBudget({ actual, amount }: BudgetSettings, history: History | undefined): BudgetCheck {
  if (history?.currency === undefined) {
    const why =
      history === undefined
        ? "the files have no usage of the subscription"
        : "its lines have several currencies";
    return { status: "unknown", message: why };
  }
  const months = history.months.filter(({ isComplete }) => isComplete);
  const seen = history.months.filter((one) => one.amount > amount);
  if (seen.length > 0) {
    const status = months.length >= ENOUGH && seen.length >= months.length ? "fires-each-month" : "exceeded";
    return { status, message: `${money(amount)} was exceeded in ${named(seen)}` };
  }
  if (months.length < ENOUGH) {
    return {
      status: "unknown",
      message: `${months.length} complete months of usage; ${ENOUGH} are required`,
    };
  }
  const lowest = Math.min(...(actual.length === 0 ? [100] : actual));
  const threshold = (amount * lowest) / 100;
  const firing = months.filter((one) => one.amount >= threshold);
  if (firing.length === months.length) {
    return {
      status: "fires-each-month",
      message: `${lowest} % (${money(threshold)}) was reached in each of ${months.length} months`,
    };
  }
  if (firing.length > 0) {
    return { status: "fits", message: `${lowest} % was reached in ${named(firing)}` };
  }
  const usual = percentileOf(
    months.map((one) => one.amount),
    50,
  );
  const unseen = threshold - usual;
  return {
    status: "never-fires",
    message: `${lowest} % (${money(threshold)}) was never reached in ${months.length} months; ${money(unseen)} of additional monthly cost would not be detected`,
  };
}

function named(months: readonly MonthCost[]): string {
  const shown = months.slice(-6).map(({ amount, month }) => `${month} (${money(amount)})`);
  const more = months.length > shown.length ? ` and ${months.length - shown.length} earlier` : "";
  return `${shown.join(", ")}${more}`;
}

/** Formats an amount, with two decimals if they are not zero. */
function money(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}
