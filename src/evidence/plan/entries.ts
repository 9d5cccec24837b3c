import { isRecord, items, type JsonMap, member, textMember } from "../../text/json.ts";
import { within } from "./address.ts";
import { stateResources } from "./state-resources.ts";

/** A managed resource of a plan. */
export interface Entry {
  /** The entry of `resource_changes`; undefined for a resource of the state that the plan does not change. */
  readonly raw: JsonMap | undefined;
  /** Its `change`: actions, before, after and the markers on them. */
  readonly change: unknown;
  readonly address: string;
  readonly type: string;
  readonly name: string;
  /** The address of its module instance; empty for the root. */
  readonly module: string;
  readonly instance: string | number | undefined;
}

/** Returns the managed resources of a plan without deposed objects: those in its changes, then the unchanged ones. */
export function entriesOf(plan: unknown): Entry[] {
  const changed = items(member(plan, "resource_changes")).flatMap((raw) => entryOf(raw));
  const mentioned = new Set(changed.map(({ address }) => address));
  // A refresh-only plan lists no resources of the state.
  const untouched = stateResources(plan)
    .filter(({ address, data }) => !data && !mentioned.has(address))
    .map(({ address, instance, module, name, type, values }) => {
      const change = { actions: ["no-op"], before: values, after: values };
      return { raw: undefined, change, address, type, name, module, instance };
    });
  return [...changed, ...untouched];
}

/**
 * Returns an entry of the plan; none for a data source.
 * @param deposed whether deposed objects are included @default false
 */
export function entryOf(raw: unknown, deposed = false): Entry[] {
  const type = textMember(raw, "type");
  if (!isRecord(raw) || type === undefined || raw["mode"] === "data") return [];
  if (raw["deposed"] !== undefined && deposed !== true) return [];
  const name = textMember(raw, "name") ?? "";
  const module = textMember(raw, "module_address") ?? "";
  const index = raw["index"];
  const instance = typeof index === "string" || typeof index === "number" ? index : undefined;
  const address = textMember(raw, "address") ?? within(module, `${type}.${name}`);
  return [{ raw, change: raw["change"], address, type, name, module, instance }];
}

/** Returns the key of the resource in the configuration of a module. */
export function configuredName({ name, type }: { readonly name: string; readonly type: string }): string {
  return `${type}.${name}`;
}
