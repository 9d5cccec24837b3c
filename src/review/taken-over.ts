import type { PlanEvidence, PlannedResource } from "../evidence/plan/index.ts";
import { member } from "../text/json.ts";
import { importIdOf } from "./actions.ts";

/**
 * Returns the resources that a plan imports, by their ARM ids in lower case. A resource that a plan forgets and imports
 * stays managed, by another provider or under another address.
 */
export function importedIds({ resources }: PlanEvidence): ReadonlyMap<string, string> {
  const imported = new Map<string, string>();
  for (const { address, after, entry } of resources) {
    const isImport = importIdOf(member(entry, "change")) !== undefined;
    if (isImport && typeof after?.id === "string") imported.set(after.id.toLowerCase(), address);
  }
  return imported;
}

/** Returns the address under which the plan imports a resource that it forgets; undefined when it does not. */
export function takenOverBy(
  { before }: PlannedResource,
  imported: ReadonlyMap<string, string>,
): string | undefined {
  return typeof before?.id === "string" ? imported.get(before.id.toLowerCase()) : undefined;
}
