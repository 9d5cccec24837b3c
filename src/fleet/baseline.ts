import { type Draft, draftOf } from "./baseline-draft.ts";
import { brokenRules } from "./baseline-rules.ts";
import type { BaselineLayer } from "./baseline-schema.ts";
import type { Baseline } from "./fleet.ts";
import { type Path, valueAt } from "./path.ts";
import type { Fault } from "./problem.ts";

/** What every baseline needs and no default can know. */
export const NEEDED: readonly Path[] = [
  ["location"],
  ["contacts", "security", "emails"],
  ["contacts", "billing", "emails"],
  ["budget", "amount"],
];

export type Completed =
  | { readonly ok: true; readonly baseline: Baseline }
  /** With paths in the baseline. */
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** The whole baseline that merged layers make: defaults filled in, all of its rules checked. */
export function completeBaseline(merged: BaselineLayer): Completed {
  const draft = draftOf(merged);
  const faults = brokenRules(draft);
  if (isWhole(draft)) return faults.length === 0 ? { ok: true, baseline: draft } : { ok: false, faults };
  const missing = NEEDED.filter((path) => valueAt(draft, path) === undefined);
  return {
    ok: false,
    faults: [...faults, ...missing.map((path) => ({ path, message: "is required, and no layer sets it" }))],
  };
}

/** Whether everything is there that {@link Draft} leaves open and {@link Baseline} does not. */
function isWhole(draft: Draft): draft is Baseline {
  const { location, contacts, budget } = draft;
  return (
    location !== undefined &&
    contacts.security.emails !== undefined &&
    contacts.billing.emails !== undefined &&
    budget.amount !== undefined
  );
}
