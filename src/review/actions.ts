import { items, member, members, textMember } from "../evidence/json.ts";
import type { ChangeAction } from "./model.ts";

/** Terraform's action lists. Source: https://developer.hashicorp.com/terraform/internals/json-format */
const KNOWN: ReadonlyMap<string, readonly ChangeAction[]> = new Map([
  ["no-op", ["no-op"]],
  ["create", ["create"]],
  ["read", ["read"]],
  ["update", ["update"]],
  ["delete", ["delete"]],
  ["forget", ["forget"]],
  ["delete,create", ["delete-create"]],
  ["create,delete", ["create-delete"]],
  ["create,forget", ["create", "forget"]],
  // OpenTofu, where the lifecycle says not to destroy.
  ["forget,create", ["create", "forget"]],
]);

/**
 * What an entry of `resource_changes` does: Terraform's actions, with an import or a move before them. `no-op`
 * stands alone.
 */
export function actionsOf(entry: unknown): readonly ChangeAction[] {
  const change = member(entry, "change");
  const list = member(change, "actions");
  const known = Array.isArray(list) ? KNOWN.get(list.join(",")) : undefined;
  const besides: ChangeAction[] = [];
  if (importIdOf(change) !== undefined) besides.push("import");
  if (previousAddressOf(entry) !== undefined) besides.push("move");
  if (known === undefined) return [...besides, "unrecognized"];
  if (besides.length === 0) return known;
  return [...besides, ...known.filter((action) => action !== "no-op")];
}

/**
 * The id that an import takes over, or the identity that stands for one; empty when only the apply will tell it.
 * Source: https://developer.hashicorp.com/terraform/language/block/import#identity
 */
export function importIdOf(change: unknown): string | undefined {
  const importing = member(change, "importing");
  if (typeof importing !== "object" || importing === null) return undefined;
  const identity = members(member(importing, "identity")).map(
    ([name, value]) => `${name} = ${String(value)}`,
  );
  return textMember(importing, "id") ?? identity.join(", ");
}

/** The address that the resource had, where that differs. */
export function previousAddressOf(entry: unknown): string | undefined {
  const previous = textMember(entry, "previous_address");
  return previous === undefined || previous === textMember(entry, "address") ? undefined : previous;
}

/** Whether Azure is told to remove the resource, for good or to make it anew. */
export function removes(actions: readonly ChangeAction[]): boolean {
  return actions.some(
    (action) => action === "delete" || action === "delete-create" || action === "create-delete",
  );
}

/** Entries of the plan that are objects left over from a replacement that failed. */
export function deposedEntries(plan: unknown): unknown[] {
  return items(member(plan, "resource_changes")).filter((entry) => member(entry, "deposed") !== undefined);
}
