import { isInForce } from "../../../controls/in-force.ts";
import { controlCatalogue } from "../../../controls/index.ts";
import type { Baseline, CustomerKey, CustomerLanguage, Fleet } from "../../../fleet/index.ts";
import { movementOf } from "../movement.ts";
import { reportData } from "../report-data.ts";
import type { ResultHistory } from "../results.ts";
import { customerPage } from "./page.ts";
import { type CustomerSubscription, resultsByCustomer } from "./results.ts";

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
    const subscriptions = customer.subscriptions.map(({ baseline, id, name }) => ({
      id,
      name,
      cells: withNotJudged(byId.get(id) ?? [], baseline),
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

/**
 * Adds the controls in force that the result does not have as unknown: a result of some controls does not show that a
 * subscription has every protection. A subscription without any judged control stays so.
 */
function withNotJudged(
  cells: CustomerSubscription["cells"],
  baseline: Baseline,
): CustomerSubscription["cells"] {
  if (cells.length === 0) return cells;
  const judged = new Set(cells.map(({ control }) => control));
  const missing = controlCatalogue().filter(
    (control) => isInForce(control, baseline) && !judged.has(control.id),
  );
  return [...cells, ...missing.map(({ id }) => ({ control: id, status: "unknown" as const }))];
}
