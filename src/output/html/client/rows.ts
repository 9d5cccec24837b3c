import { FAIL, UNKNOWN } from "./model.ts";
import type { View } from "./view.ts";

/** A line of the heat map: a customer, several customers with the same gaps, or a subscription. */
export interface Row {
  /** An identifier that stays the same while filters change. */
  readonly key: string;
  /** 1 for a line at the top level. */
  readonly level: number;
  readonly label: string;
  /** The text after the label. */
  readonly note: string;
  readonly customers: readonly number[];
  /** The index of the subscription, for a subscription's line. */
  readonly subscription?: number;
  /** `undefined` for a line without children. */
  readonly expanded?: boolean;
}

/** The order of the lines; a number stands for a control. */
export type Order = "worst" | "name" | "subscriptions" | "open" | number;

export interface RowOptions {
  readonly order: Order;
  /** Whether small customers with the same gaps share a line. */
  readonly grouped: boolean;
  readonly expanded: ReadonlySet<string>;
}

/** The largest number of subscriptions of a small customer. */
const SMALL = 5;
/** The number of customers from which grouping starts: fewer are easy to read one by one. */
export const GROUP_FROM = 40;
const SMALLEST_GROUP = 3;

/** Returns the visible lines of the heat map in their order. */
export function rowsOf(view: View, options: RowOptions): Row[] {
  const sorted = [...view.customers].sort(comparer(view, options.order));
  const group = options.grouped && sorted.length >= GROUP_FROM;
  const members = group ? groups(view, sorted) : new Map<number, readonly number[]>();
  const shown = new Set<number>();
  return sorted.flatMap((customer) => {
    if (shown.has(customer)) return [];
    const similar = members.get(customer) ?? [customer];
    for (const one of similar) shown.add(one);
    return similar.length === 1
      ? customerRows(view, customer, 1, options)
      : groupRows(view, similar, options);
  });
}

/** Groups small customers by their gaps, and all customers without gaps. */
function groups(view: View, customers: readonly number[]): Map<number, readonly number[]> {
  const byGaps = new Map<string, number[]>();
  for (const customer of customers) {
    const gaps = gapsOf(view, customer);
    if (gaps !== "" && view.model.customer(customer).subscriptions > SMALL) continue;
    const similar = byGaps.get(gaps) ?? [];
    byGaps.set(gaps, similar);
    similar.push(customer);
  }
  const large = [...byGaps.values()].filter((similar) => similar.length >= SMALLEST_GROUP);
  return new Map(large.flatMap((similar) => similar.map((customer) => [customer, similar])));
}

/** Returns a text that identifies the controls that a customer has open. */
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
    ? `${customers.length} small customers with the same gaps`
    : `${customers.length} customers with nothing open`;
  const row: Row = { key, level: 1, label, note: "", customers, expanded };
  if (!expanded) return [row];
  return [row, ...customers.flatMap((customer) => customerRows(view, customer, 2, options))];
}

/** Returns the {@link Row.key} of a customer's line. */
export function customerKey(customer: string): string {
  return `customer ${customer}`;
}

function customerRows(view: View, customer: number, level: number, options: RowOptions): Row[] {
  const { key: id, name } = view.model.customer(customer);
  const key = customerKey(id);
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

/** Compares by the chosen order; equal customers by weight, then by key, so that the order is stable. */
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
      : order === "open"
        ? (customer: number) => view.open[customer] ?? 0
        : (customer: number) => {
            const counts = view.counts([customer], order);
            return (counts[FAIL] ?? 0) + (counts[UNKNOWN] ?? 0) / 2;
          };
  return (a, b) => size(b) - size(a) || worst(a, b) || byKey(a, b);
}
