import type { ReportData } from "../data.ts";
import { type Address, fragmentOf, readFragment } from "./address.ts";
import { controlsTable } from "./controls-table.ts";
import { csvButton } from "./csv.ts";
import { openControl, openRow } from "./details.ts";
import { counted, element, link, outside, part } from "./dom.ts";
import { exceptionsSection } from "./exceptions.ts";
import { filterForm } from "./filters.ts";
import { findingsList } from "./findings-list.ts";
import { HeatMap } from "./heat-map.ts";
import { Model, UNKNOWN } from "./model.ts";
import { focusPanel, showPanel } from "./navigation.ts";
import { overview } from "./overview.ts";
import { GROUP_FROM } from "./rows.ts";
import { findingsOf, selectedFindings } from "./selection.ts";
import { NO_FILTER, View } from "./view.ts";

/** Starts the page: inserts all untrusted values as text, and shows the panel in the address. */
function start(): void {
  // Written by the page's generator.
  const data: ReportData = JSON.parse(part("data").textContent ?? "");
  const model = new Model(data);
  const whole = new View(model, NO_FILTER);
  showPartner(data.partner);
  part("ranked").append(...overview(whole));
  part("controls-table").append(controlsTable(whole, (control) => openControl(model, whole, control)));
  part("exceptions").append(...exceptionsSection(model));

  const map = new HeatMap(whole, { onOpen: (row, control) => openRow(model, map.view, row, control) });
  const matches = element("p", { class: "note", role: "status" });
  const grouping = data.customers.length >= GROUP_FROM;
  const filters = filterForm(model, grouping, (filter) => {
    const address = { ...readFragment(location.hash), filter };
    // Typing must not add entries to the history.
    history.replaceState(null, "", fragmentOf(address.panel, filter));
    render(address);
  });
  part("filters").append(filters.form);
  part("map").append(matches, map.box, map.scrollHint, map.printed, legend());

  const render = (address: Address) => {
    const view = new View(model, address.filter);
    filters.set(address.filter);
    showPanel(address);
    map.show(view, filters.grouped());
    matches.textContent = matchesText(view);
    part("customer").replaceChildren(...customerSection(view));
    part("findings-list").replaceChildren(...findingsSection(view));
  };
  window.addEventListener("hashchange", () => {
    // The skip link only moves the focus.
    if (location.hash === "#content") return;
    const address = readFragment(location.hash);
    render(address);
    focusPanel(address.panel);
  });
  render(readFragment(location.hash));
  document.documentElement.dataset["ready"] = String(Math.round(performance.now()));
}

function showPartner(name: string): void {
  if (name === "") return;
  const partner = part("partner");
  partner.append(outside(name));
  partner.hidden = false;
  document.title = `${document.title}, ${name}`;
}

function matchesText({ customers, model }: View): string {
  const all = model.data.customers.length;
  return customers.length === all
    ? `${counted(all, "customer")}, worst first: failed findings count by severity (critical 8, high 4, medium 2, low 1), unknown ones half. Click a cell for its findings and fixes.`
    : `${counted(customers.length, "customer")} of ${counted(all, "customer")} match.`;
}

/** Lists the open findings of the one customer that the filter names. */
function customerSection(view: View): HTMLElement[] {
  const { model } = view;
  const customer = model.data.customers.findIndex(({ key }) => key === view.filter.customer);
  if (view.filter.customer === "" || customer < 0) return [];
  const open = findingsOf(view, [customer]).filter(({ detail }) => model.statusOfDetail(detail) >= UNKNOWN);
  const { key, subscriptions } = model.customer(customer);
  return [
    element("h3", {}, "Open findings of ", outside(model.customerName(customer))),
    element(
      "p",
      { class: "note" },
      `${counted(subscriptions, "subscription")}, `,
      link(fragmentOf("findings", { customer: key }), counted(open.length, "open finding")),
    ),
    ...(open.length === 0 ? [] : [findingsList(model, open)]),
  ];
}

/** Lists the open findings, or those that the filter selects. Findings with the same text share one entry. */
function findingsSection(view: View): HTMLElement[] {
  const shown = selectedFindings(view);
  const kind = view.filter.status === "" ? "open finding" : "finding";
  if (shown.length === 0) return [element("p", { class: "note" }, `No ${kind}s.`)];
  const note = `${counted(shown.length, kind)}; findings with the same text are merged, most severe first.`;
  return [
    element("p", { class: "note" }, note),
    csvButton(view.model, shown),
    findingsList(view.model, shown),
  ];
}

function legend(): HTMLElement {
  const item = (kind: string, sign: string, text: string) =>
    element("li", {}, element("span", { class: `cell ${kind}`, "aria-hidden": "true" }, sign), text);
  return element(
    "ul",
    { class: "legend", "aria-label": "Legend" },
    item("fail shade1", "1", "few of the customer's subscriptions failed"),
    item("fail shade5", "9", "all failed"),
    item("unknown", "2?", "unknown"),
    item("excepted", "1 exc", "excepted"),
    item("pass", "\u00b7", "passed"),
    item("none", "", "not judged, or filtered out"),
  );
}

start();
