import { isRecord, items, type JsonMap, member, textMember } from "../../text/json.ts";
import { keySuffix, parseAddress, within } from "./address.ts";

/** One instance of a module, with the module's configuration. */
export interface ModuleScope {
  /** With instance keys: `module.a["b"]`; empty for the root. */
  readonly address: string;
  /** The module in the plan's `configuration`. */
  readonly configuration: unknown;
  /** The call in the parent, with the `expressions` of the module's variables; undefined for the root. */
  readonly call: unknown;
  readonly parent: ModuleScope | undefined;
  /** Its resources by `type.name`, data sources by `data.type.name`. */
  readonly resources: ReadonlyMap<string, JsonMap>;
}

/** Terraform allows more, but no real plan has it. Bounds hostile input. */
const MAX_DEPTH = 32;

/** The modules of a plan's configuration, found by the addresses of its resources. */
export class Modules {
  readonly root: ModuleScope;
  readonly #scopes = new Map<string, ModuleScope | undefined>();
  readonly #resources = new Map<unknown, ReadonlyMap<string, JsonMap>>();

  constructor(configuration: unknown) {
    this.root = this.#scope("", member(configuration, "root_module"), undefined, undefined);
    this.#scopes.set("", this.root);
  }

  /** Returns the module instance of this address; undefined when the configuration has no such module. */
  at(address: string): ModuleScope | undefined {
    if (this.#scopes.has(address)) return this.#scopes.get(address);
    const scope = this.#find(address);
    this.#scopes.set(address, scope);
    return scope;
  }

  /** Returns the module of a call in a scope. */
  child(parent: ModuleScope, name: string, key?: string | number): ModuleScope | undefined {
    const call = member(member(parent.configuration, "module_calls"), name);
    if (call === undefined) return undefined;
    const address = within(parent.address, `module.${name}${keySuffix(key)}`);
    const known = this.#scopes.get(address);
    if (known !== undefined) return known;
    const scope = this.#scope(address, member(call, "module"), call, parent);
    this.#scopes.set(address, scope);
    return scope;
  }

  #find(address: string): ModuleScope | undefined {
    const steps = parseAddress(address);
    if (steps === undefined || steps.length > MAX_DEPTH * 3) return undefined;
    let scope: ModuleScope | undefined = this.root;
    for (let at = 0; at < steps.length && scope !== undefined; ) {
      const [keyword, name, key] = steps.slice(at, at + 3);
      if (keyword === undefined || name === undefined || !("name" in keyword) || !("name" in name))
        return undefined;
      if (keyword.name !== "module") return undefined;
      const instance = key !== undefined && "key" in key ? key.key : undefined;
      scope = this.child(scope, name.name, instance);
      at += instance === undefined ? 2 : 3;
    }
    return scope;
  }

  #scope(
    address: string,
    configuration: unknown,
    call: unknown,
    parent: ModuleScope | undefined,
  ): ModuleScope {
    let resources = this.#resources.get(configuration);
    if (resources === undefined) {
      resources = resourcesOf(configuration);
      this.#resources.set(configuration, resources);
    }
    return { address, configuration, call, parent, resources };
  }
}

function resourcesOf(configuration: unknown): ReadonlyMap<string, JsonMap> {
  const found = new Map<string, JsonMap>();
  for (const resource of items(member(configuration, "resources"))) {
    const [type, name, mode] = ["type", "name", "mode"].map((key) => textMember(resource, key));
    if (type === undefined || name === undefined || !isRecord(resource)) continue;
    found.set(mode === "data" ? `data.${type}.${name}` : `${type}.${name}`, resource);
  }
  return found;
}
