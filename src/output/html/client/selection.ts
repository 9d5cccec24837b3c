import { type ModelFinding, NONE, UNKNOWN } from "./model.ts";
import type { View } from "./view.ts";

/** Returns all findings of the matching cells of these customers. */
export function findingsOf(
  view: View,
  customers: readonly number[] = view.customers,
  controls = view.columns,
): ModelFinding[] {
  const rows = customers.flatMap((customer) => view.subscriptionsOf(customer));
  return controls.flatMap((control) =>
    rows.flatMap((row) => (view.statusOf(control, row) === NONE ? [] : view.model.findings(control, row))),
  );
}

/** Returns the findings of the view's statuses: those that its filter names, or else the open ones. */
export function selectedFindings(view: View): ModelFinding[] {
  const least = view.filter.status === "" ? UNKNOWN : NONE + 1;
  return findingsOf(view).filter(
    ({ control, detail, subscription }) =>
      view.statusOf(control, subscription) >= least && view.model.statusOfDetail(detail) >= least,
  );
}
