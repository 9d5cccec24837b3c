import { stateResources } from "../evidence/plan/index.ts";
import { items, member, members, textMember } from "../text/json.ts";

/** Deeper than any configuration; bounds hostile input. */
const MAX_DEPTH = 32;

/**
 * Returns the address of a resource that the configuration certainly declares and that the plan does not contain;
 * undefined when there is none. OpenTofu, and Terraform before 1.8, do not record that a plan was made with `-target`.
 */
export function leftOutOf(plan: unknown): string | undefined {
  if (member(plan, "resource_changes") === undefined) return undefined;
  const planned = new Set<string>();
  for (const entry of items(member(plan, "resource_changes"))) {
    const address = textMember(entry, "address");
    if (address !== undefined) planned.add(withoutKeys(address));
  }
  for (const { address } of stateResources(plan)) planned.add(withoutKeys(address));
  return firstMissing(member(member(plan, "configuration"), "root_module"), "", planned, 0);
}

function firstMissing(
  module: unknown,
  prefix: string,
  planned: ReadonlySet<string>,
  depth: number,
): string | undefined {
  if (depth > MAX_DEPTH) return undefined;
  for (const resource of items(member(module, "resources"))) {
    const [mode, name, type] = ["mode", "name", "type"].map((key) => textMember(resource, key));
    if (mode !== "managed" || name === undefined || type === undefined || isRepeated(resource)) continue;
    const address = `${prefix}${type}.${name}`;
    if (!planned.has(address)) return address;
  }
  for (const [name, call] of members(member(module, "module_calls"))) {
    if (isRepeated(call)) continue;
    const missing = firstMissing(member(call, "module"), `${prefix}module.${name}.`, planned, depth + 1);
    if (missing !== undefined) return missing;
  }
  return undefined;
}

/** `count`, `for_each` or OpenTofu's `enabled` may result in no instance. */
function isRepeated(declared: unknown): boolean {
  return ["count_expression", "for_each_expression", "enabled_expression", "lifecycle"].some(
    (key) => member(declared, key) !== undefined,
  );
}

/** Removes instance keys: `module.a["b"].x.y[0]` becomes `module.a.x.y`. */
function withoutKeys(address: string): string {
  return address.includes("[") ? address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, "") : address;
}
