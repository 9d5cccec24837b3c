import type { ReportData } from "../data.ts";
import { counted, element, outside, part } from "./dom.ts";
import { exceptionsSection } from "./exceptions.ts";
import { filterForm } from "./filters.ts";
import { findingsList } from "./findings-list.ts";
import { HeatMap } from "./heat-map.ts";
import { Model, type ModelFinding, NONE, UNKNOWN } from "./model.ts";
import { overview } from "./overview.ts";
import { GROUP_FROM, type Row } from "./rows.ts";
import { openSheet } from "./sheet.ts";
import { NO_FILTER, View } from "./view.ts";

/** Starts the page: inserts all untrusted values as text. */
function start(): void {
  // Written by the page's generator.
  const data: ReportData = JSON.parse(part("data").textContent ?? "");
  const model = new Model(data);
  const whole = new View(model, NO_FILTER);
  showPartner(data.partner);

  const status = element("p", { class: "note", role: "status" });
  const map = new HeatMap(whole, { onOpen: (row, control) => openRow(model, map.view, row, control) });
  const fixes = part("fixes");
  const grouping = data.customers.length >= GROUP_FROM;
  const filters = filterForm(model, grouping, (filter) => {
    const view = new View(model, filter);
    map.show(view, filters.grouped());
    showMatches(status, view);
    fixes.replaceChildren(...fixesSection(view));
  });
  part("map").append(
    element("h2", { id: "map-h", tabindex: -1 }, "Customers by controls"),
    filters.form,
    status,
    map.box,
    map.printed,
    legend(),
  );
  const columns = overview(whole, {
    onCustomer: (customer) => openCustomers(model, whole, [customer], model.customerName(customer)),
    onControl: (control) => openControl(model, whole, control),
  });
  part("overview").append(...columns);
  part("exceptions").append(...exceptionsSection(model));
  filters.set({});
  document.documentElement.dataset["ready"] = String(Math.round(performance.now()));
}

function showPartner(name: string): void {
  if (name === "") return;
  const partner = part("partner");
  partner.append(outside(name));
  partner.hidden = false;
  document.title = `${document.title}, ${name}`;
}

function showMatches(status: HTMLElement, { customers, model }: View): void {
  const all = model.data.customers.length;
  status.textContent =
    customers.length === all
      ? `${counted(all, "customer")}, worst first: failed findings count by severity (critical 8, high 4, medium 2, low 1), unknown ones half. Click a cell for its findings and fixes.`
      : `${counted(customers.length, "customer")} of ${counted(all, "customer")} match.`;
}

/** Lists the open findings, or those that the filter selects. Findings with the same text share one entry. */
function fixesSection(view: View): HTMLElement[] {
  const floor = view.filter.status === "" ? UNKNOWN : NONE + 1;
  const found = findingsOf(view, view.customers).filter(
    ({ control, subscription }) => view.statusOf(control, subscription) >= floor,
  );
  const shown = found.filter(({ detail }) => view.model.statusOfDetail(detail) >= floor);
  const heading = element("h2", { id: "fixes-h" }, floor === UNKNOWN ? "What to fix" : "Findings");
  if (shown.length === 0) return [heading, element("p", { class: "note" }, "No open findings.")];
  const note = `${counted(shown.length, "finding")}; findings with the same text are merged, most severe first.`;
  return [heading, element("p", { class: "note" }, note), findingsList(view.model, shown)];
}

/** Returns all findings of the matching cells of these customers. */
function findingsOf(view: View, customers: readonly number[], controls = view.columns): ModelFinding[] {
  const rows = customers.flatMap((customer) => view.subscriptionsOf(customer));
  return controls.flatMap((control) =>
    rows.flatMap((row) => (view.statusOf(control, row) === NONE ? [] : view.model.findings(control, row))),
  );
}

function openRow(model: Model, view: View, row: Row, control: number | undefined): void {
  const controls = control === undefined ? view.columns : [control];
  const findings = findingsOf(view, row.customers, controls).filter(
    ({ subscription }) => row.subscription === undefined || row.subscription === subscription,
  );
  const of =
    row.subscription === undefined
      ? row.label
      : `${model.customerName(row.customers[0] ?? 0)} / ${row.label}`;
  if (control === undefined) {
    openSheet(model, { title: of, subtitle: counted(findings.length, "finding"), findings });
    return;
  }
  openSheet(model, { title: model.controlName(control), subtitle: of, control, findings });
}

function openCustomers(model: Model, view: View, customers: readonly number[], title: string): void {
  const findings = findingsOf(view, customers).filter(
    ({ detail }) => model.statusOfDetail(detail) >= UNKNOWN,
  );
  openSheet(model, { title, subtitle: counted(findings.length, "open finding"), findings });
}

function openControl(model: Model, view: View, control: number): void {
  const open = findingsOf(view, view.customers, [control]).filter(
    ({ detail }) => model.statusOfDetail(detail) >= UNKNOWN,
  );
  const subtitle = `${counted(open.length, "open finding")} in the whole fleet`;
  openSheet(model, { title: model.controlName(control), subtitle, control, findings: open });
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
