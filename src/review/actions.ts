import { items, member, members, textMember } from "../text/json.ts";
import type { ChangeAction } from "./model.ts";

/** Terraform's action lists. Source: https://developer.hashicorp.com/terraform/internals/json-format */
const ACTION_LISTS: ReadonlyMap<string, readonly ChangeAction[]> = new Map([
  ["no-op", ["no-op"]],
  ["create", ["create"]],
  ["read", ["read"]],
  ["update", ["update"]],
  ["delete", ["delete"]],
  ["forget", ["forget"]],
  ["delete,create", ["delete-create"]],
  ["create,delete", ["create-delete"]],
  ["create,forget", ["create", "forget"]],
  // OpenTofu, when the lifecycle block forbids to destroy.
  ["forget,create", ["create", "forget"]],
]);

/**
 * Returns the actions of an entry of `resource_changes`: Terraform's actions, after an import or a move. `no-op` stands
 * alone.
 */
export function actionsOf(entry: unknown): readonly ChangeAction[] {
  const change = member(entry, "change");
  const list = member(change, "actions");
  const known = Array.isArray(list) ? ACTION_LISTS.get(list.join(",")) : undefined;
  const besides: ChangeAction[] = [];
  if (importIdOf(change) !== undefined) besides.push("import");
  if (previousAddressOf(entry) !== undefined) besides.push("move");
  if (known === undefined) return [...besides, "unrecognized"];
  if (besides.length === 0) return known;
  return [...besides, ...known.filter((action) => action !== "no-op")];
}

/**
 * Returns the id or the identity that an import takes over; empty when it is known only after the apply.
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

/** Returns the resource's previous address, if it differs. */
export function previousAddressOf(entry: unknown): string | undefined {
  const previous = textMember(entry, "previous_address");
  return previous === undefined || previous === textMember(entry, "address") ? undefined : previous;
}

/** Whether the actions delete the resource in Azure, to remove or to replace it. */
export function removes(actions: readonly ChangeAction[]): boolean {
  return actions.some(
    (action) => action === "delete" || action === "delete-create" || action === "create-delete",
  );
}

/** Returns the plan's entries of deposed objects, left from failed replacements. */
export function deposedEntries(plan: unknown): unknown[] {
  return items(member(plan, "resource_changes")).filter((entry) => member(entry, "deposed") !== undefined);
}
