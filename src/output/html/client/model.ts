import type { ReportControl, ReportCustomer, ReportData, ReportDetail } from "../data.ts";

/** Statuses as numbers, ordered by urgency. 0 stands for a control that was not judged. */
export const NONE = 0;
export const PASS = 1;
export const EXCEPTED = 2;
export const UNKNOWN = 3;
export const FAIL = 4;
export const STATUS_WORDS = ["not judged", "passed", "excepted", "unknown", "failed"];
export const STATUS_CLASSES = ["none", "pass", "excepted", "unknown", "fail"];
const STATUS_NUMBERS = { pass: PASS, excepted: EXCEPTED, unknown: UNKNOWN, fail: FAIL };

/** The weight of a failed finding in the ranking of customers; an unknown finding has half of it. */
export const WEIGHTS = { critical: 8, high: 4, medium: 2, low: 1 };

/** A finding with its text and its place. */
export interface ModelFinding {
  readonly control: number;
  readonly subscription: number;
  readonly detail: number;
  /** `file:line:column` of the fleet, or `""`. */
  readonly place: string;
}

/**
 * The page's data in a form for queries. Subscriptions, customers and controls are numbers: their indexes in the data.
 */
export class Model {
  readonly data: ReportData;
  readonly subscriptions: number;
  /** The customer of each subscription. */
  readonly customerOf: Int32Array;
  /** The first subscription of each customer, and one more for the end. */
  readonly firstOf: Int32Array;
  /** The status of each cell (`control * subscriptions + subscription`): the worst of its findings. */
  readonly status: Uint8Array;
  /** 1 for cells that were not open in the previous result. */
  readonly fresh: Uint8Array;
  readonly #moved: Map<number, string>;
  readonly #others = new Map<number, ModelFinding[]>();

  constructor(data: ReportData) {
    this.data = data;
    this.subscriptions = data.ids.length;
    this.customerOf = new Int32Array(this.subscriptions);
    this.firstOf = new Int32Array(data.customers.length + 1);
    let next = 0;
    data.customers.forEach((customer, index) => {
      this.firstOf[index] = next;
      this.customerOf.fill(index, next, next + customer.subscriptions);
      next += customer.subscriptions;
    });
    this.firstOf[data.customers.length] = next;

    const statusOf = data.details.map(({ status }) => STATUS_NUMBERS[status]);
    this.status = new Uint8Array(data.controls.length * this.subscriptions);
    data.cells.forEach((column, control) => {
      const start = control * this.subscriptions;
      column.forEach((detail, subscription) => {
        this.status[start + subscription] = statusOf[detail] ?? NONE;
      });
    });
    for (const [cell, detail, file, line, column] of data.others) {
      this.status[cell] = Math.max(this.status[cell] ?? NONE, statusOf[detail] ?? NONE);
      const control = Math.floor(cell / this.subscriptions);
      const finding = { control, subscription: cell % this.subscriptions, detail };
      const others = this.#others.get(cell) ?? [];
      this.#others.set(cell, others);
      others.push({ ...finding, place: this.#position(file, line, column) });
    }
    this.fresh = new Uint8Array(this.status.length);
    for (const cell of data.fresh) this.fresh[cell] = 1;
    this.#moved = new Map(
      data.moved.map(([cell, file, line, column]) => [cell, this.#position(file, line, column)]),
    );
  }

  control(index: number): ReportControl {
    return at(this.data.controls, index);
  }

  customer(index: number): ReportCustomer {
    return at(this.data.customers, index);
  }

  /** Returns the display name, or the key when the name is unknown. */
  customerName(index: number): string {
    const { key, name } = this.customer(index);
    return name || key || "(no customer)";
  }

  /** Returns the control's id as words: `security contact`. */
  controlName(index: number): string {
    return this.control(index).id.replaceAll("-", " ");
  }

  detail(index: number): ReportDetail {
    return at(this.data.details, index);
  }

  statusOfDetail(index: number): number {
    return STATUS_NUMBERS[this.detail(index).status];
  }

  /** Returns all findings of a cell. */
  findings(control: number, subscription: number): readonly ModelFinding[] {
    const detail = at(at(this.data.cells, control), subscription);
    if (detail < 0) return [];
    const cell = control * this.subscriptions + subscription;
    const [file = -1, line = 0, column = 0] = this.data.places.slice(subscription * 3, subscription * 3 + 3);
    const place = this.#moved.get(cell) ?? this.#position(file, line, column);
    return [{ control, subscription, detail, place }, ...(this.#others.get(cell) ?? [])];
  }

  #position(file: number, line: number, column: number): string {
    const name = this.data.files[file];
    return name === undefined ? "" : `${name}:${line}:${column}`;
  }
}

/** Returns a text of a detail with the subscription's id filled in. */
export function withId(text: string, id: string): string {
  return text.replaceAll("\u0001", id);
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError(`the page's data has no entry ${index}`);
  return item;
}
