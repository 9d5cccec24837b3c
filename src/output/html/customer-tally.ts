import type { ReportedFinding } from "../../findings/read-findings.ts";

/** The open findings of one customer. */
export interface OpenAtCustomer {
  readonly fail: number;
  readonly unknown: number;
  /** Subscriptions with any of it. */
  readonly subscriptions: number;
}

/** Counts what is open, by customer. */
export class CustomerTally {
  readonly #customers = new Map<string, { fail: number; unknown: number; subscriptions: Set<string> }>();

  add({
    customer,
    status,
    subscriptionId,
  }: Pick<ReportedFinding, "customer" | "status" | "subscriptionId">): void {
    if (status !== "fail" && status !== "unknown") return;
    const known = this.#customers.get(customer) ?? { fail: 0, unknown: 0, subscriptions: new Set<string>() };
    this.#customers.set(customer, known);
    known[status] += 1;
    known.subscriptions.add(subscriptionId);
  }

  of(customer: string): OpenAtCustomer {
    const { fail = 0, subscriptions, unknown = 0 } = this.#customers.get(customer) ?? {};
    return { fail, unknown, subscriptions: subscriptions?.size ?? 0 };
  }
}
