import { isPartialUpdate, type PlannedResource } from "../evidence/plan/index.ts";
import type { Baseline } from "../fleet/index.ts";
import { baselineKind, isBaseline } from "./baseline-resources.ts";
import type { ChangeAction } from "./model.ts";
import { weakenings } from "./weakening.ts";

interface KnownBesides {
  /** Ids in ARM's shape, lower case, of what is known to exist in Azure. */
  readonly existing: ReadonlySet<string>;
  /** Whether the plan imports what it forgets. */
  readonly isTakenOver: boolean;
}

/**
 * What is worth a warning by name, although the controls may still pass: the loss of a resource of the baseline,
 * for good or for a moment, and what an update takes away from it.
 *
 * @param known what is known besides
 */
export function warningsOf(
  { after, before, type }: PlannedResource,
  actions: readonly ChangeAction[],
  baseline: Baseline,
  { existing, isTakenOver }: KnownBesides,
): string[] {
  const resource = before ?? after;
  const kind = resource === undefined ? undefined : baselineKind(resource);
  if (resource === undefined || kind === undefined) return [];
  if (![before, after].some((side) => side !== undefined && isBaseline(side, baseline))) return [];
  const { noun } = kind;
  const warnings: string[] = [];
  // It only sets some properties, and removing it leaves them as they are.
  const partial = isPartialUpdate(type);
  if (partial && before !== undefined && after !== undefined && before !== after)
    return weakenings(before, after);
  if (partial) return [];
  if (actions.includes("delete")) warnings.push(`deletes ${noun}`);
  if (actions.includes("delete-create"))
    warnings.push(`replaces ${noun}, which is gone until the new one is made`);
  if (actions.includes("create-delete")) warnings.push(`replaces ${noun}`);
  if (actions.includes("forget") && !isTakenOver)
    warnings.push(`forgets ${noun}: it stays in Azure, and nothing manages it`);
  if (actions.includes("unrecognized"))
    warnings.push(`does something to ${noun} that this version does not know`);
  if (before !== undefined && after !== undefined && before !== after)
    warnings.push(...weakenings(before, after));
  const creates = actions.includes("create") && !actions.includes("import");
  if (creates && before === undefined && after !== undefined && typeof after.id === "string") {
    if (existing.has(after.id.toLowerCase())) {
      warnings.push(`creates ${noun} although it exists in Azure: the apply will fail until it is imported`);
    }
  }
  return warnings;
}
