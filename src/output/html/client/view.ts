import type { ReportControl } from "../data.ts";
import { EXCEPTED, FAIL, type Model, NONE, PASS, UNKNOWN, WEIGHTS } from "./model.ts";

export const STATUS_FILTERS = ["", "open", "fresh", "fail", "unknown", "excepted", "pass"] as const;
export type StatusFilter = (typeof STATUS_FILTERS)[number];
export const SEVERITIES = ["critical", "high", "medium", "low"] as const;

export interface Filter {
  /** Text to find in customers, subscriptions, ids and messages, without regard to case. */
  readonly text: string;
  readonly status: StatusFilter;
  readonly severity: "" | ReportControl["severity"];
  /** A control's id. */
  readonly control: string;
  /** A customer's key. */
  readonly customer: string;
}

export const NO_FILTER: Filter = { text: "", status: "", severity: "", control: "", customer: "" };

/** The number of cells of each status, by status number. The first (not judged) is always 0. */
export type Counts = Uint32Array;
const STATUSES = 5;

/** The model with a filter applied, and counts for each customer. */
export class View {
  readonly model: Model;
  readonly filter: Filter;
  /** The controls shown. */
  readonly columns: readonly number[];
  /** Customers with a matching cell, in the data's order. */
  readonly customers: readonly number[];
  /** For each customer: failed cells by the weight of their severity, unknown cells with half of it. */
  readonly weight: Float64Array;
  /** For each customer: the number of failed and unknown cells. */
  readonly open: Uint32Array;
  readonly #matches: Uint8Array;
  readonly #counts: Uint32Array;

  constructor(model: Model, filter: Filter) {
    this.model = model;
    this.filter = filter;
    const { customers, controls } = model.data;
    this.columns = controls.flatMap(({ id, severity }, index) => {
      const wanted = (filter.control || id) === id && (filter.severity || severity) === severity;
      return wanted ? [index] : [];
    });
    this.weight = new Float64Array(customers.length);
    this.open = new Uint32Array(customers.length);
    this.#matches = new Uint8Array(model.status.length);
    this.#counts = new Uint32Array(customers.length * controls.length * STATUSES);
    const present = new Uint8Array(customers.length);
    const hasText = textFilter(model, filter.text);
    for (const control of this.columns) {
      const weight = WEIGHTS[model.control(control).severity];
      for (let row = 0; row < model.subscriptions; row++) {
        const cell = control * model.subscriptions + row;
        const status = model.status[cell] ?? NONE;
        if (status === NONE || !statusMatches(filter.status, status, model.fresh[cell] === 1)) continue;
        const customer = model.customerOf[row] ?? 0;
        if (filter.customer !== "" && model.customer(customer).key !== filter.customer) continue;
        if (!hasText(control, row)) continue;
        this.#matches[cell] = 1;
        present[customer] = 1;
        const counted = (customer * controls.length + control) * STATUSES + status;
        this.#counts[counted] = (this.#counts[counted] ?? 0) + 1;
        if (status < UNKNOWN) continue;
        this.open[customer] = (this.open[customer] ?? 0) + 1;
        this.weight[customer] = (this.weight[customer] ?? 0) + (status === FAIL ? weight : weight / 2);
      }
    }
    this.customers = customers.map((_, index) => index).filter((index) => present[index] === 1);
  }

  /** Counts the cells of these customers for a control. */
  counts(customers: readonly number[], control: number): Counts {
    const sum = new Uint32Array(STATUSES);
    for (const customer of customers) {
      const start = (customer * this.model.data.controls.length + control) * STATUSES;
      for (let status = 0; status < STATUSES; status++) {
        sum[status] = (sum[status] ?? 0) + (this.#counts[start + status] ?? 0);
      }
    }
    return sum;
  }

  /** Returns the status of a subscription's cell, {@link NONE} when it does not match. */
  statusOf(control: number, subscription: number): number {
    const cell = control * this.model.subscriptions + subscription;
    return this.#matches[cell] === 1 ? (this.model.status[cell] ?? NONE) : NONE;
  }

  /** Returns the subscriptions of a customer that have a matching cell. */
  subscriptionsOf(customer: number): number[] {
    const { firstOf } = this.model;
    const [start = 0, end = 0] = [firstOf[customer], firstOf[customer + 1]];
    const all = Array.from({ length: end - start }, (_, index) => start + index);
    return all.filter((row) => this.columns.some((control) => this.statusOf(control, row) !== NONE));
  }

  /** Counts the failed and unknown cells of a subscription. */
  openOf(subscription: number): number {
    return this.columns.filter((control) => this.statusOf(control, subscription) >= UNKNOWN).length;
  }
}

/** Returns a test whether a cell contains the text. Each customer, subscription and message is compared once. */
function textFilter(model: Model, text: string): (control: number, subscription: number) => boolean {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return () => true;
  const has = (...texts: readonly string[]) => texts.some((one) => one.toLowerCase().includes(wanted));
  const { cells, customers, details, ids, names } = model.data;
  const customerHas = customers.map(({ key, name }) => has(key, name));
  const nameHas = ids.map((id, row) => has(id, names[row] ?? ""));
  const detailHas = details.map(({ message }) => has(message));
  return (control, row) =>
    nameHas[row] === true ||
    customerHas[model.customerOf[row] ?? 0] === true ||
    detailHas[cells[control]?.[row] ?? -1] === true;
}

function statusMatches(wanted: StatusFilter, status: number, fresh: boolean): boolean {
  switch (wanted) {
    case "":
      return true;
    case "open":
      return status >= UNKNOWN;
    case "fresh":
      return fresh;
    case "fail":
      return status === FAIL;
    case "unknown":
      return status === UNKNOWN;
    case "excepted":
      return status === EXCEPTED;
    case "pass":
      return status === PASS;
  }
}
