import { member } from "../evidence/json.ts";
import type { PlanEvidence, PlannedResource } from "../evidence/plan/index.ts";
import { importIdOf } from "./actions.ts";

/**
 * The resources that a plan imports, by their ids in ARM's shape and in lower case: what it forgets and imports in one goes
 * on being managed, by another provider or under another address.
 */
export function importedIds({ resources }: PlanEvidence): ReadonlyMap<string, string> {
  const imported = new Map<string, string>();
  for (const { address, after, entry } of resources) {
    const isImport = importIdOf(member(entry, "change")) !== undefined;
    if (isImport && typeof after?.id === "string") imported.set(after.id.toLowerCase(), address);
  }
  return imported;
}

/** The address under which the plan imports what it forgets; undefined where it imports it nowhere. */
export function takenOverBy(
  { before }: PlannedResource,
  imported: ReadonlyMap<string, string>,
): string | undefined {
  return typeof before?.id === "string" ? imported.get(before.id.toLowerCase()) : undefined;
}
