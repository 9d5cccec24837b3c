import { isPartialUpdate, type PlannedResource } from "../evidence/plan/index.ts";
import type { Baseline } from "../fleet/index.ts";
import { baselineKind, isBaseline } from "./baseline-resources.ts";
import type { ChangeAction } from "./model.ts";
import { weakenings } from "./weakening.ts";

interface WarningContext {
  /** ARM ids in lower case of resources that exist in Azure. */
  readonly existing: ReadonlySet<string>;
  /** Whether the plan imports the resource that it forgets. */
  readonly isTakenOver: boolean;
}

/**
 * Returns warnings for losses that need review although controls may still pass: a resource of the baseline is removed,
 * for a moment or permanently, or an update weakens it.
 */
export function warningsOf(
  { after, before, type }: PlannedResource,
  actions: readonly ChangeAction[],
  baseline: Baseline,
  { existing, isTakenOver }: WarningContext,
): string[] {
  const resource = before ?? after;
  const kind = resource === undefined ? undefined : baselineKind(resource);
  if (resource === undefined || kind === undefined) return [];
  if (![before, after].some((side) => side !== undefined && isBaseline(side, baseline))) return [];
  const { noun } = kind;
  const warnings: string[] = [];
  // A partial update only sets some properties, and removing it leaves them unchanged.
  const partial = isPartialUpdate(type);
  if (partial && before !== undefined && after !== undefined && before !== after)
    return weakenings(before, after);
  if (partial) return [];
  if (actions.includes("delete")) warnings.push(`deletes ${noun}`);
  if (actions.includes("delete-create"))
    warnings.push(`replaces ${noun}: deletes it before the new one is created`);
  if (actions.includes("create-delete")) warnings.push(`replaces ${noun}`);
  if (actions.includes("forget") && !isTakenOver)
    warnings.push(`forgets ${noun}: it stays in Azure, unmanaged`);
  if (actions.includes("unrecognized"))
    warnings.push(`has an action on ${noun} that this version does not recognize`);
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
