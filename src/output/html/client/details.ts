import { counted } from "./dom.ts";
import { type Model, UNKNOWN } from "./model.ts";
import type { Row } from "./rows.ts";
import { findingsOf } from "./selection.ts";
import { openSheet } from "./sheet.ts";
import type { View } from "./view.ts";

/**
 * Opens the sheet with the findings of a row of the heat map.
 *
 * @param control the column, or undefined for all
 */
export function openRow(model: Model, view: View, row: Row, control: number | undefined): void {
  const controls = control === undefined ? view.columns : [control];
  const findings = findingsOf(view, row.customers, controls).filter(
    ({ subscription }) => row.subscription === undefined || row.subscription === subscription,
  );
  const name =
    row.subscription === undefined
      ? row.label
      : `${model.customerName(row.customers[0] ?? 0)} / ${row.label}`;
  if (control === undefined) {
    openSheet(model, { title: name, subtitle: counted(findings.length, "finding"), findings });
    return;
  }
  openSheet(model, { title: model.controlName(control), subtitle: name, control, findings });
}

/** Opens the sheet with a control, its reason and its open findings. */
export function openControl(model: Model, view: View, control: number): void {
  const open = findingsOf(view, view.customers, [control]).filter(
    ({ detail }) => model.statusOfDetail(detail) >= UNKNOWN,
  );
  const subtitle = `${counted(open.length, "open finding")} in the whole fleet`;
  openSheet(model, { title: model.controlName(control), subtitle, control, findings: open });
}
