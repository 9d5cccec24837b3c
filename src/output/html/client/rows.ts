import { FAIL, UNKNOWN } from "./model.ts";
import type { View } from "./view.ts";

/** A line of the heat map: one customer, several that look alike, or a subscription. */
export interface Row {
  /** Stays the same while filters change. */
  readonly key: string;
  /** 1 for a line that stands in no other. */
  readonly level: number;
  readonly label: string;
  /** What is written behind the label. */
  readonly note: string;
  readonly customers: readonly number[];
  /** For the line of one subscription. */
  readonly subscription?: number;
  /** `undefined` for a line that has nothing beneath it. */
  readonly expanded?: boolean;
}

/** By what the lines are ordered; a number is a control. */
export type Order = "worst" | "name" | "subscriptions" | number;

export interface RowOptions {
  readonly order: Order;
  /** Whether small customers with the same gaps share a line. */
  readonly grouped: boolean;
  readonly expanded: ReadonlySet<string>;
}

/** Up to that many subscriptions a customer is small. */
const SMALL = 5;
/** Fewer customers than that are read one by one. */
export const GROUP_FROM = 40;
const SMALLEST_GROUP = 3;

/** The lines of the heat map, in their order, without those that are folded away. */
export function rowsOf(view: View, options: RowOptions): Row[] {
  const sorted = [...view.customers].sort(comparer(view, options.order));
  const group = options.grouped && sorted.length >= GROUP_FROM;
  const members = group ? groups(view, sorted) : new Map<number, readonly number[]>();
  const shown = new Set<number>();
  return sorted.flatMap((customer) => {
    if (shown.has(customer)) return [];
    const alike = members.get(customer) ?? [customer];
    for (const one of alike) shown.add(one);
    return alike.length === 1 ? customerRows(view, customer, 1, options) : groupRows(view, alike, options);
  });
}

/** Small customers by their gaps, and all that have none; each with those it is alike to. */
function groups(view: View, customers: readonly number[]): Map<number, readonly number[]> {
  const byGaps = new Map<string, number[]>();
  for (const customer of customers) {
    const gaps = gapsOf(view, customer);
    if (gaps !== "" && view.model.customer(customer).subscriptions > SMALL) continue;
    const alike = byGaps.get(gaps) ?? [];
    byGaps.set(gaps, alike);
    alike.push(customer);
  }
  const large = [...byGaps.values()].filter((alike) => alike.length >= SMALLEST_GROUP);
  return new Map(large.flatMap((alike) => alike.map((customer) => [customer, alike])));
}

/** The controls that a customer has open, as text. */
function gapsOf(view: View, customer: number): string {
  return view.columns
    .flatMap((control) => {
      const counts = view.counts([customer], control);
      const [failed, unknown] = [counts[FAIL] ?? 0, counts[UNKNOWN] ?? 0];
      return failed + unknown === 0 ? [] : [`${control}${failed > 0 ? "f" : "u"}`];
    })
    .join(" ");
}

function groupRows(view: View, customers: readonly number[], options: RowOptions): Row[] {
  const open = customers.some((customer) => (view.open[customer] ?? 0) > 0);
  const key = `group ${gapsOf(view, customers[0] ?? 0)}`;
  const expanded = options.expanded.has(key);
  const label = open
    ? `${customers.length} small customers alike`
    : `${customers.length} customers with nothing open`;
  const row: Row = { key, level: 1, label, note: "", customers, expanded };
  if (!expanded) return [row];
  return [row, ...customers.flatMap((customer) => customerRows(view, customer, 2, options))];
}

function customerRows(view: View, customer: number, level: number, options: RowOptions): Row[] {
  const { key: id, name } = view.model.customer(customer);
  const key = `customer ${id}`;
  const expanded = options.expanded.has(key);
  const label = view.model.customerName(customer);
  const row: Row = { key, level, label, note: name === "" ? "" : id, customers: [customer], expanded };
  if (!expanded) return [row];
  const { ids, names } = view.model.data;
  const below = view.subscriptionsOf(customer).map((subscription) => {
    const subscriptionId = ids[subscription] ?? "";
    return {
      key: `subscription ${id} ${subscriptionId}`,
      level: level + 1,
      label: names[subscription] || subscriptionId,
      note: "",
      customers: [customer],
      subscription,
    };
  });
  const open = new Map(below.map((one) => [one, view.openOf(one.subscription)]));
  return [row, ...below.sort((a, b) => (open.get(b) ?? 0) - (open.get(a) ?? 0))];
}

/** Worst, largest or most failed first; what is equal by weight, then by key, so that the order is always the same. */
function comparer(view: View, order: Order): (a: number, b: number) => number {
  const { model, weight } = view;
  const byKey = (a: number, b: number) => a - b; // The data is sorted by key.
  const worst = (a: number, b: number) => (weight[b] ?? 0) - (weight[a] ?? 0);
  if (order === "worst") return (a, b) => worst(a, b) || byKey(a, b);
  if (order === "name") {
    const names = model.data.customers.map((_, index) => model.customerName(index).toLowerCase());
    const name = (customer: number) => names[customer] ?? "";
    return (a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : byKey(a, b));
  }
  const size =
    order === "subscriptions"
      ? (customer: number) => model.customer(customer).subscriptions
      : (customer: number) => {
          const counts = view.counts([customer], order);
          return (counts[FAIL] ?? 0) + (counts[UNKNOWN] ?? 0) / 2;
        };
  return (a, b) => size(b) - size(a) || worst(a, b) || byKey(a, b);
}
