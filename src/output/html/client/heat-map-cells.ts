import { counted, element, outside, thousands } from "./dom.ts";
import { EXCEPTED, FAIL, type Model, NONE, PASS, STATUS_CLASSES, STATUS_WORDS, UNKNOWN } from "./model.ts";
import type { Row } from "./rows.ts";
import type { View } from "./view.ts";

const SIGNS = ["", "\u00b7", "exc", "?", "\u2715"];

/** Returns the cells of a line: label, number of subscriptions, open findings, then one cell for each control shown. */
export function cellsOf(view: View, row: Row): HTMLElement[] {
  const { model } = view;
  const subscriptions = row.customers.reduce(
    (sum, customer) => sum + model.customer(customer).subscriptions,
    0,
  );
  const open =
    row.subscription === undefined
      ? row.customers.reduce((sum, customer) => sum + (view.open[customer] ?? 0), 0)
      : view.openOf(row.subscription);
  return [
    labelCell(row),
    numberCell(row.subscription === undefined ? subscriptions : undefined),
    numberCell(open),
    ...view.columns.map((control) =>
      row.subscription === undefined
        ? countCell(model, view, row, control)
        : statusCell(view.statusOf(control, row.subscription)),
    ),
  ];
}

function labelCell({ expanded, label, level, note }: Row): HTMLElement {
  const sign = expanded === undefined ? "" : expanded ? "\u25be" : "\u25b8";
  return element(
    "div",
    { role: "rowheader", class: `label level${level}`, title: note === "" ? label : `${label} (${note})` },
    element("span", { class: "sign", "aria-hidden": "true" }, sign),
    outside(label),
    ...(note === "" ? [] : [element("span", { class: "key" }, outside(note))]),
  );
}

function numberCell(value: number | undefined): HTMLElement {
  return element("div", { role: "gridcell", class: "number" }, value === undefined ? "" : thousands(value));
}

/** Returns the cell that counts open subscriptions: the larger their share, the darker the cell. */
function countCell(model: Model, view: View, { customers }: Row, control: number): HTMLElement {
  const counts = view.counts(customers, control);
  const [failed, unknown, excepted, passed] = [FAIL, UNKNOWN, EXCEPTED, PASS].map((one) => counts[one] ?? 0);
  const judged = (failed ?? 0) + (unknown ?? 0) + (excepted ?? 0) + (passed ?? 0);
  const status = worstOf(counts);
  const shade = status === FAIL ? ` shade${Math.ceil((5 * (failed ?? 0)) / judged)}` : "";
  const text =
    status === FAIL
      ? thousands(failed ?? 0)
      : status === UNKNOWN
        ? `${thousands(unknown ?? 0)}?`
        : status === EXCEPTED
          ? `${thousands(excepted ?? 0)} exc`
          : (SIGNS[status] ?? "");
  const parts = [FAIL, UNKNOWN, EXCEPTED, PASS]
    .filter((one) => (counts[one] ?? 0) > 0)
    .map((one) => `${thousands(counts[one] ?? 0)} ${STATUS_WORDS[one]}`);
  const what = judged === 0 ? "not judged" : `${parts.join(", ")} of ${counted(judged, "subscription")}`;
  return cell(status, text, `${model.controlName(control)}: ${what}`, shade);
}

function statusCell(status: number): HTMLElement {
  return cell(status, SIGNS[status] ?? "", STATUS_WORDS[status] ?? "", status === FAIL ? " shade5" : "");
}

function cell(status: number, text: string, label: string, shade: string): HTMLElement {
  return element(
    "div",
    { role: "gridcell", class: `cell ${STATUS_CLASSES[status]}${shade}`, title: label },
    element("span", { "aria-hidden": "true" }, text),
    element("span", { class: "unseen" }, label),
  );
}

function worstOf(counts: Uint32Array): number {
  return [FAIL, UNKNOWN, EXCEPTED, PASS].find((status) => (counts[status] ?? 0) > 0) ?? NONE;
}
