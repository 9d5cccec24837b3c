import type { CustomerKey, CustomerLanguage, Fleet } from "../../../fleet/index.ts";
import { movementOf } from "../movement.ts";
import { reportData } from "../report-data.ts";
import type { ResultHistory } from "../results.ts";
import { customerPage } from "./page.ts";
import { resultsByCustomer } from "./results.ts";

/** The copies of a report for the customers of a fleet. */
export interface CustomerCopies {
  /** The HTML of each customer with judged subscriptions, by key. */
  readonly pages: ReadonlyMap<CustomerKey, string>;
  /** Keys of customers in the result that the fleet does not have: they get no copy. */
  readonly unknown: readonly string[];
  /** Customers of the fleet without a judged subscription: they get no copy. */
  readonly notJudged: readonly CustomerKey[];
}

/**
 * Makes a copy of the latest result for each customer of the fleet.
 *
 * @param language of all copies; @default - each customer's own
 */
export function customerCopies(
  history: ResultHistory,
  fleet: Fleet,
  language?: CustomerLanguage,
): CustomerCopies {
  const data = reportData(history, movementOf(history));
  const results = resultsByCustomer(data);
  const pages = new Map<CustomerKey, string>();
  const notJudged: CustomerKey[] = [];
  for (const customer of fleet.customers) {
    const judged = results.get(customer.key) ?? [];
    results.delete(customer.key);
    // The fleet decides whose a subscription is: a result may be older than a move between customers.
    const byId = new Map(judged.map((one) => [one.id.toLowerCase(), one.cells]));
    const subscriptions = customer.subscriptions.map(({ id, name }) => ({
      id,
      name,
      cells: byId.get(id) ?? [],
    }));
    if (subscriptions.every(({ cells }) => cells.length === 0)) {
      notJudged.push(customer.key);
      continue;
    }
    const facts = {
      partner: fleet.partner.name,
      day: data.day,
      ...(language === undefined ? {} : { language }),
    };
    pages.set(customer.key, customerPage(customer, subscriptions, facts));
  }
  return { pages, unknown: [...results.keys()], notJudged };
}
