import { type Draft, draftOf } from "./baseline-draft.ts";
import { brokenRules } from "./baseline-rules.ts";
import type { BaselineLayer } from "./baseline-schema.ts";
import type { Baseline } from "./fleet.ts";
import { type Path, valueAt } from "./path.ts";
import type { Fault } from "./problem.ts";

/** The values that every baseline needs and that have no default. */
export const NEEDED: readonly Path[] = [
  ["location"],
  ["contacts", "security", "emails"],
  ["contacts", "billing", "emails"],
  ["budget", "amount"],
];

export type Completed =
  | { readonly ok: true; readonly baseline: Baseline }
  /** The faults, with paths in the baseline. */
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Completes a merged baseline: fills in defaults and checks its rules. */
export function completeBaseline(merged: BaselineLayer): Completed {
  const draft = draftOf(merged);
  const faults = brokenRules(draft);
  if (isComplete(draft)) return faults.length === 0 ? { ok: true, baseline: draft } : { ok: false, faults };
  const missing = NEEDED.filter((path) => valueAt(draft, path) === undefined);
  return {
    ok: false,
    faults: [...faults, ...missing.map((path) => ({ path, message: "is required, and no layer sets it" }))],
  };
}

/** Reports whether the draft has every value that {@link Baseline} requires. */
function isComplete(draft: Draft): draft is Baseline {
  const { location, contacts, budget } = draft;
  return (
    location !== undefined &&
    contacts.security.emails !== undefined &&
    contacts.billing.emails !== undefined &&
    budget.amount !== undefined
  );
}
