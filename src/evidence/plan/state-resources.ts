import { isRecord, items, member, textMember } from "../../text/json.ts";

/** A resource of the state that a plan starts from. */
export interface StateResource {
  readonly address: string;
  readonly data: boolean;
  readonly type: string;
  readonly name: string;
  /** The address of its module instance; empty for the root. */
  readonly module: string;
  readonly instance: string | number | undefined;
  readonly values: unknown;
}

/** Returns the resources of a plan's `prior_state`, of modules at any depth, without deposed objects. */
export function stateResources(plan: unknown): StateResource[] {
  const found: StateResource[] = [];
  // Uses a list instead of recursion: hostile nesting must not exhaust the stack.
  const modules: unknown[] = [member(member(member(plan, "prior_state"), "values"), "root_module")];
  for (const module of modules) {
    const address = textMember(module, "address") ?? "";
    for (const resource of items(member(module, "resources"))) {
      const type = textMember(resource, "type");
      if (!isRecord(resource) || type === undefined || resource["deposed_key"] !== undefined) continue;
      const index = resource["index"];
      found.push({
        address: textMember(resource, "address") ?? "",
        data: resource["mode"] === "data",
        type,
        name: textMember(resource, "name") ?? "",
        module: address,
        instance: typeof index === "string" || typeof index === "number" ? index : undefined,
        values: resource["values"],
      });
    }
    for (const child of items(member(module, "child_modules"))) modules.push(child);
  }
  return found;
}
