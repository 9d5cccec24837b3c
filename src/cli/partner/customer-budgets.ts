import { findCustomer } from "../../fleet/find.ts";
import type { Customer, Fleet } from "../../fleet/index.ts";
import { NotFoundError } from "../../fleet/not-found.ts";
import { count } from "../console.ts";
import { CommandError, EXIT } from "../exit-codes.ts";

/**
 * Returns the customers of these names, or all of the fleet. @throws {CommandError} when the fleet has no such customer
 */
export function chosenCustomers(fleet: Fleet, names: readonly string[]): readonly Customer[] {
  if (names.length === 0) return fleet.customers;
  try {
    return [...new Set(names.map((name) => findCustomer(fleet, name)))];
  } catch (error) {
    if (error instanceof NotFoundError) throw new CommandError(error.message, EXIT.invalid);
    throw error;
  }
}

/** Returns the number of budgets that the fleet declares for a customer, and their sum by currency. */
export function budgetsOf(
  fleet: Fleet,
  key: string,
): { budgets: number; amount: string; sum: number | undefined } {
  const sums = new Map<string, number>();
  let budgets = 0;
  for (const { baseline, exceptions } of fleet.customers.find((one) => one.key === key)?.subscriptions ??
    []) {
    if (exceptions.some(({ control, expired }) => control === "budget" && !expired)) continue;
    budgets += 1;
    const currency = baseline.budget.currency ?? "";
    sums.set(currency, (sums.get(currency) ?? 0) + baseline.budget.amount);
  }
  const amount = [...sums].map(([currency, sum]) => `${count(sum)} ${currency}`.trim()).join(" and ");
  // Amounts of two currencies are not added.
  const [sum, ...others] = [...sums.values()];
  return { budgets, amount, sum: others.length === 0 ? sum : undefined };
}
