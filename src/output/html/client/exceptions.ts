import { counted, element, outside } from "./dom.ts";
import type { Model, ModelFinding } from "./model.ts";

const SOON_DAYS = 30;
const SHOWN = 15;

interface ExceptionLine {
  readonly control: number;
  readonly customer: number;
  readonly detail: number;
  readonly place: string;
  readonly subscriptions: string[];
}

/** Lists every exception with its dates, ordered by the day on which it ends. */
export function exceptionsSection(model: Model): HTMLElement[] {
  const lines = linesOf(model);
  const heading = element("h2", { id: "exceptions-h" }, "Exceptions");
  if (lines.length === 0) {
    return [
      heading,
      element("p", { class: "note" }, "No exceptions: every control applies to every subscription."),
    ];
  }
  const heads = ["until", "control", "customer", "subscriptions", "reason", "approved by", "in the fleet"];
  const body = element("tbody", {}, ...lines.slice(0, SHOWN).map((line) => rowOf(model, line)));
  const table = element(
    "table",
    {},
    element("thead", {}, element("tr", {}, ...heads.map((name) => element("th", { scope: "col" }, name)))),
    body,
  );
  const box = { class: "wide", tabindex: 0, role: "region", "aria-label": "Table of exceptions" };
  return [heading, element("div", box, table), ...moreButton(lines.slice(SHOWN), model, body)];
}

/** Returns a button for the hidden lines; nothing when all are shown. */
function moreButton(hidden: readonly ExceptionLine[], model: Model, body: HTMLElement): HTMLElement[] {
  if (hidden.length === 0) return [];
  const button = element(
    "button",
    { type: "button", class: "more" },
    `Show ${counted(hidden.length, "more exception")}`,
  );
  button.addEventListener("click", () => {
    const rows = hidden.map((line) => rowOf(model, line));
    body.append(...rows);
    button.remove();
    rows[0]?.setAttribute("tabindex", "-1");
    rows[0]?.focus();
  });
  return [button];
}

/** Returns one line for each exception of a customer, with all subscriptions that it covers. */
function linesOf(model: Model): ExceptionLine[] {
  const lines = new Map<string, ExceptionLine>();
  const add = ({ control, detail, place, subscription }: ModelFinding) => {
    const { exception } = model.detail(detail);
    if (exception === undefined) return;
    const customer = model.customerOf[subscription] ?? 0;
    const key = JSON.stringify([control, customer, exception]);
    const line = lines.get(key) ?? { control, customer, detail, place, subscriptions: [] };
    lines.set(key, line);
    line.subscriptions.push(model.data.names[subscription] ?? "");
  };
  const excepting = new Set(
    model.data.details.flatMap((one, index) => (one.exception === undefined ? [] : [index])),
  );
  model.data.cells.forEach((column, control) => {
    column.forEach((detail, subscription) => {
      if (excepting.has(detail)) model.findings(control, subscription).forEach(add);
    });
  });
  const until = ({ detail }: ExceptionLine) => model.detail(detail).exception?.expires ?? "";
  return [...lines.values()].sort((a, b) => (until(a) < until(b) ? -1 : until(a) > until(b) ? 1 : 0));
}

function rowOf(
  model: Model,
  { control, customer, detail, place, subscriptions }: ExceptionLine,
): HTMLElement {
  const { approvedBy = "", expires = "", reason = "" } = model.detail(detail).exception ?? {};
  const days = Math.round((Date.parse(expires) - Date.parse(model.data.day)) / 86_400_000);
  const [first = ""] = subscriptions;
  const which = subscriptions.length === 1 ? first : counted(subscriptions.length, "subscription");
  const state = days < 0 ? "ended" : days <= SOON_DAYS ? "soon" : "";
  return element(
    "tr",
    { class: state },
    element(
      "th",
      { scope: "row", class: "day" },
      element("span", {}, expires),
      element(
        "span",
        { class: "note" },
        days < 0 ? `ended ${counted(-days, "day")} ago` : `${counted(days, "day")} left`,
      ),
    ),
    element("td", {}, model.controlName(control)),
    element("td", {}, outside(model.customerName(customer))),
    element("td", {}, outside(which)),
    element("td", { class: "reason" }, outside(reason)),
    element("td", {}, outside(approvedBy)),
    element("td", { class: "at" }, outside(place)),
  );
}
