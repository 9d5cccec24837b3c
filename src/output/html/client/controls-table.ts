import { fragmentOf } from "./address.ts";
import { element, link, thousands } from "./dom.ts";
import { EXCEPTED, FAIL, PASS, UNKNOWN, WEIGHTS } from "./model.ts";
import type { View } from "./view.ts";

interface ControlRow {
  readonly control: number;
  readonly failed: number;
  readonly unknown: number;
  readonly excepted: number;
  /** The subscriptions in which the control was judged. */
  readonly judged: number;
}

/**
 * Creates the table of controls, those with the most urgent open findings first. Each number is a link to the findings
 * that it counts.
 *
 * @param onControl called for a control's name
 */
export function controlsTable(view: View, onControl: (control: number) => void): HTMLElement {
  const rows = rowsByUrgency(view);
  const longest = Math.max(0, ...rows.map(shareOpen));
  const columns = ["failed", "unknown", "excepted"].map((name) =>
    element("th", { scope: "col", class: "n" }, name),
  );
  const head = element(
    "tr",
    {},
    element("th", { scope: "col" }, "control"),
    element("th", { scope: "col" }, "severity"),
    ...columns,
    element("th", { scope: "col", class: "share" }, "share open"),
  );
  const body = rows.map((row) => tableRow(view, row, longest, onControl));
  return element("table", { class: "controls" }, element("thead", {}, head), element("tbody", {}, ...body));
}

function rowsByUrgency(view: View): ControlRow[] {
  const rows = view.columns.map((control): ControlRow => {
    const counts = view.counts(view.customers, control);
    const [failed = 0, unknown = 0, excepted = 0, passed = 0] = [FAIL, UNKNOWN, EXCEPTED, PASS].map(
      (status) => counts[status] ?? 0,
    );
    return { control, failed, unknown, excepted, judged: failed + unknown + excepted + passed };
  });
  const urgency = ({ control, failed, unknown }: ControlRow) =>
    WEIGHTS[view.model.control(control).severity] * (failed + unknown / 2);
  return rows.sort((a, b) => urgency(b) - urgency(a));
}

function shareOpen({ failed, judged, unknown }: ControlRow): number {
  return judged === 0 ? 0 : (failed + unknown) / judged;
}

function tableRow(
  view: View,
  row: ControlRow,
  longest: number,
  onControl: (control: number) => void,
): HTMLElement {
  const { control, excepted, failed, unknown } = row;
  const { id, severity } = view.model.control(control);
  const name = element("button", { type: "button", class: "link" }, view.model.controlName(control));
  name.addEventListener("click", () => onControl(control));
  const number = (value: number, status: "fail" | "unknown" | "excepted", word: string) => {
    if (value === 0) return element("td", { class: "n zero" }, "0");
    const to = link(fragmentOf("findings", { control: id, status }), thousands(value));
    to.setAttribute("aria-label", `${thousands(value)} ${word}: ${view.model.controlName(control)}`);
    return element("td", { class: `n ${status}` }, to);
  };
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, name),
    element("td", {}, element("span", { class: `severity ${severity}` }, severity)),
    number(failed, "fail", "failed"),
    number(unknown, "unknown", "unknown"),
    number(excepted, "excepted", "excepted"),
    element("td", { class: "share" }, shareBar(row, longest)),
  );
}

/** Shows the failed and unknown share of the judged subscriptions as a percentage and as a bar, relative to the longest. */
function shareBar(row: ControlRow, longest: number): HTMLElement {
  const length = (part: number) =>
    `${longest === 0 || row.judged === 0 ? 0 : (100 * part) / row.judged / longest}%`;
  const bar = element("span", { class: "bar", "aria-hidden": "true" }, element("i"), element("i"));
  bar.style.setProperty("--failed", length(row.failed));
  bar.style.setProperty("--unknown", length(row.unknown));
  return element("span", { class: "with-bar" }, bar, percentText(100 * shareOpen(row)));
}

/** Returns `7.2%`. A value between 0 and 100 is cut, so that it does not show as 0% or 100%. */
function percentText(open: number): string {
  if (open === 0 || open === 100) return `${open}%`;
  return open < 0.1 ? "<0.1%" : `${(Math.floor(open * 10) / 10).toFixed(1)}%`;
}
