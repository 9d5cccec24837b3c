import { counted, element, outside, thousands } from "./dom.ts";
import { EXCEPTED, FAIL, PASS, UNKNOWN, WEIGHTS } from "./model.ts";
import type { View } from "./view.ts";

const SHOWN = 5;
const SEVERITIES = ["critical", "high", "medium", "low"] as const;

export interface OverviewEvents {
  readonly onCustomer: (customer: number) => void;
  readonly onControl: (control: number) => void;
}

/** Lists the customers and the controls with the most open findings. */
export function overview(view: View, events: OverviewEvents): HTMLElement[] {
  return [worstCustomers(view, events), controlsTable(view, events)];
}

function worstCustomers(view: View, { onCustomer }: OverviewEvents): HTMLElement {
  const { weight } = view;
  const worst = view.customers
    .filter((customer) => (weight[customer] ?? 0) > 0)
    .sort((a, b) => (weight[b] ?? 0) - (weight[a] ?? 0) || a - b);
  const section = element(
    "section",
    { class: "worst", "aria-labelledby": "worst-h" },
    element("h2", { id: "worst-h" }, "Look here first"),
  );
  if (worst.length === 0) {
    section.append(element("p", {}, "No customer has open findings."));
    return section;
  }
  section.append(
    element(
      "ol",
      {},
      ...worst.slice(0, SHOWN).map((customer) => element("li", {}, customerLine(view, customer, onCustomer))),
    ),
  );
  const rest = worst.length - SHOWN;
  if (rest > 0)
    section.append(
      element(
        "p",
        { class: "note" },
        `${counted(rest, "more customer has", "more customers have")} open findings.`,
      ),
    );
  return section;
}

function customerLine(view: View, customer: number, onCustomer: (customer: number) => void): HTMLElement {
  const { model } = view;
  const affected = view.subscriptionsOf(customer).filter((row) => view.openOf(row) > 0).length;
  const button = element("button", { type: "button", class: "link" }, outside(model.customerName(customer)));
  button.addEventListener("click", () => onCustomer(customer));
  const total = model.customer(customer).subscriptions;
  return element(
    "div",
    {},
    button,
    element("span", { class: "what" }, severities(view, customer)),
    element("span", { class: "note" }, `${thousands(affected)} of ${counted(total, "subscription")}`),
  );
}

/** Counts open findings by the control's severity: `12 critical, 3 high`. */
function severities(view: View, customer: number): string {
  const parts = SEVERITIES.flatMap((severity) => {
    const open = view.columns
      .filter((control) => view.model.control(control).severity === severity)
      .map((control) => view.counts([customer], control))
      .reduce((sum, counts) => sum + (counts[FAIL] ?? 0) + (counts[UNKNOWN] ?? 0), 0);
    return open === 0 ? [] : [`${thousands(open)} ${severity}`];
  });
  return parts.join(", ");
}

function controlsTable(view: View, { onControl }: OverviewEvents): HTMLElement {
  const all = view.customers;
  const rows = view.columns.map((control) => {
    const counts = view.counts(all, control);
    const { severity } = view.model.control(control);
    const [failed = 0, unknown = 0, excepted = 0, passed = 0] = [FAIL, UNKNOWN, EXCEPTED, PASS].map(
      (status) => counts[status] ?? 0,
    );
    const judged = failed + unknown + excepted + passed;
    return {
      control,
      severity,
      failed,
      unknown,
      excepted,
      judged,
      weight: WEIGHTS[severity] * (failed + unknown / 2),
    };
  });
  rows.sort((a, b) => b.weight - a.weight);
  // Bars are relative to the longest: most shares are small.
  const longest = Math.max(...rows.map(({ failed, judged, unknown }) => (failed + unknown) / (judged || 1)));
  const body = rows.map(({ control, excepted, failed, judged, severity, unknown }) => {
    const button = element("button", { type: "button", class: "link" }, view.model.controlName(control));
    button.addEventListener("click", () => onControl(control));
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, button),
      element("td", {}, element("span", { class: `severity ${severity}` }, severity)),
      ...[failed, unknown, excepted].map((value) =>
        element("td", { class: value === 0 ? "n zero" : "n" }, thousands(value)),
      ),
      element("td", { class: "share" }, shareBar(failed, unknown, judged, longest)),
    );
  });
  const heads = ["failed", "unknown", "excepted"].map((name) =>
    element("th", { scope: "col", class: "n" }, name),
  );
  return element(
    "section",
    { class: "controls", "aria-labelledby": "controls-h" },
    element("h2", { id: "controls-h" }, "Controls"),
    element(
      "div",
      { class: "wide", tabindex: 0, role: "region", "aria-label": "Table of controls" },
      element(
        "table",
        {},
        element(
          "thead",
          {},
          element(
            "tr",
            {},
            element("th", { scope: "col" }, "control"),
            element("th", { scope: "col" }, "severity"),
            ...heads,
            element("th", { scope: "col" }, "share open"),
          ),
        ),
        element("tbody", {}, ...body),
      ),
    ),
  );
}

/**
 * Shows the share of judged subscriptions that failed or are unknown, as a number and as a bar relative to the longest.
 */
function shareBar(failed: number, unknown: number, judged: number, longest: number): HTMLElement {
  const share = (part: number) => (judged === 0 ? 0 : (100 * part) / judged);
  const length = (part: number) => `${longest === 0 ? 0 : share(part) / longest}%`;
  const bar = element("span", { class: "bar", "aria-hidden": "true" }, element("i"), element("i"));
  bar.style.setProperty("--failed", length(failed));
  bar.style.setProperty("--unknown", length(unknown));
  const open = share(failed + unknown);
  return element("span", { class: "with-bar" }, bar, percentText(open));
}

/** Shows 0 and 100 without a decimal. */
function percentText(open: number): string {
  if (open === 0 || open === 100) return `${open}%`;
  return open < 0.1 ? "<0.1%" : `${(Math.floor(open * 10) / 10).toFixed(1)}%`;
}
