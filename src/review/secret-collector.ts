import { isRecord, items, member, members, textMember } from "../text/json.ts";
import { looksSecret } from "./secret-names.ts";

/** Deeper than any resource; bounds hostile input. */
const MAX_DEPTH = 64;

/** The values that a plan marks as sensitive. */
export interface CollectedSecrets {
  readonly values: ReadonlySet<string>;
  /** The values of each resource, by its address. */
  readonly byAddress: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Collects marked values from every part of a plan: variables, attributes before and after, drift, the state, planned
 * values, outputs, actions, and credentials in provider configurations.
 */
export function collectSecrets(plan: unknown): CollectedSecrets {
  return new SecretCollector().collect(plan);
}

class SecretCollector {
  readonly #values = new Set<string>();
  readonly #byAddress = new Map<string, Set<string>>();
  #address: string | undefined;

  collect(plan: unknown): CollectedSecrets {
    const configuration = member(plan, "configuration");
    const variables = member(plan, "variables");
    const root = member(configuration, "root_module");
    for (const [name, declared] of members(member(root, "variables"))) {
      if (member(declared, "sensitive") !== true) continue;
      this.#add(member(member(variables, name), "value"), 0);
      this.#add(member(declared, "default"), 0);
    }
    this.#addPassedOn(root, variables, 0);
    this.#addHiddenBodies(root, 0);
    for (const [, provider] of members(member(configuration, "provider_config"))) {
      this.#addExpressions(member(provider, "expressions"), false, 0);
    }
    for (const section of ["resource_changes", "resource_drift"]) {
      for (const entry of items(member(plan, section))) this.#addEntry(entry);
    }
    for (const deferred of items(member(plan, "deferred_changes"))) {
      this.#addEntry(member(deferred, "resource_change"));
    }
    for (const [, change] of members(member(plan, "output_changes"))) this.#addChange(change);
    for (const action of items(member(plan, "action_invocations"))) {
      this.#address = textMember(action, "address");
      this.#addMarked(member(action, "config_values"), member(action, "config_sensitive"), 0);
    }
    this.#address = undefined;
    this.#addValues(member(plan, "planned_values"));
    this.#addValues(member(member(plan, "prior_state"), "values"));
    return { values: this.#values, byAddress: this.#byAddress };
  }

  #addEntry(entry: unknown): void {
    this.#address = textMember(entry, "address");
    this.#addChange(member(entry, "change"));
    this.#address = undefined;
  }

  #addChange(change: unknown): void {
    this.#addMarked(member(change, "before"), member(change, "before_sensitive"), 0);
    this.#addMarked(member(change, "after"), member(change, "after_sensitive"), 0);
  }

  /** Adds the values of a state, or planned values. */
  #addValues(values: unknown): void {
    for (const [, output] of members(member(values, "outputs"))) {
      if (member(output, "sensitive") === true) this.#add(member(output, "value"), 0);
    }
    // A list instead of recursion: hostile nesting must not exhaust the stack.
    const modules: unknown[] = [member(values, "root_module")];
    for (const module of modules) {
      for (const resource of items(member(module, "resources"))) {
        this.#address = textMember(resource, "address");
        this.#addMarked(member(resource, "values"), member(resource, "sensitive_values"), 0);
      }
      for (const child of items(member(module, "child_modules"))) modules.push(child);
    }
    this.#address = undefined;
  }

  /** Adds constants below names that look secret, in the blocks of a provider's configuration. */
  #addExpressions(node: unknown, secret: boolean, depth: number): void {
    if (depth > MAX_DEPTH) return;
    if (secret && isRecord(node) && Object.hasOwn(node, "constant_value"))
      this.#add(node["constant_value"], 0);
    if (Array.isArray(node)) for (const item of node) this.#addExpressions(item, secret, depth + 1);
    else if (isRecord(node))
      for (const [key, inner] of members(node))
        this.#addExpressions(inner, secret || looksSecret(key), depth + 1);
  }

  /** Adds azapi's write-only body, which only the configuration contains. */
  #addHiddenBodies(module: unknown, depth: number): void {
    if (depth > MAX_DEPTH) return;
    for (const resource of items(member(module, "resources"))) {
      const hidden = member(member(resource, "expressions"), "sensitive_body");
      this.#add(member(hidden, "constant_value"), 0);
    }
    for (const [, call] of members(member(module, "module_calls")))
      this.#addHiddenBodies(member(call, "module"), depth + 1);
  }

  /** Adds the arguments of a module call whose variables are sensitive in the module. */
  #addPassedOn(module: unknown, variables: unknown, depth: number): void {
    if (depth > MAX_DEPTH) return;
    for (const [, call] of members(member(module, "module_calls"))) {
      const child = member(call, "module");
      for (const [name, declared] of members(member(child, "variables"))) {
        if (member(declared, "sensitive") !== true) continue;
        const passed = member(member(call, "expressions"), name);
        this.#add(member(passed, "constant_value"), 0);
        this.#add(member(declared, "default"), 0);
        if (depth > 0) continue;
        for (const reference of items(member(passed, "references"))) {
          const root = typeof reference === "string" ? /^var\.([\w-]+)/.exec(reference)?.[1] : undefined;
          if (root !== undefined) this.#add(member(member(variables, root), "value"), 0);
        }
      }
      this.#addPassedOn(child, variables, depth + 1);
    }
  }

  /** Adds all parts of a value that `sensitive` marks: `true` marks everything below. */
  #addMarked(value: unknown, sensitive: unknown, depth: number): void {
    if (sensitive === true) this.#add(value, 0);
    if (typeof sensitive !== "object" || sensitive === null || depth > MAX_DEPTH) return;
    if (Array.isArray(sensitive)) {
      for (const [index, marked] of sensitive.entries()) {
        if (marked !== false) this.#addMarked(items(value)[index], marked, depth + 1);
      }
      return;
    }
    for (const key of Object.keys(sensitive)) {
      const marked = member(sensitive, key);
      if (marked !== false) this.#addMarked(member(value, key), marked, depth + 1);
    }
  }

  #add(value: unknown, depth: number): void {
    if (typeof value === "string" || typeof value === "number") {
      const text = String(value);
      if (text.trim() === "") return;
      this.#note(text);
      // Text of several lines is shown in parts, and JSON in a text by its members.
      if (text.includes("\n")) for (const line of text.split("\n")) this.#add(line.trim(), depth + 1);
      else if (/^[[{]/.test(text) && depth < MAX_DEPTH) this.#addJson(text, depth);
    } else if ((Array.isArray(value) || isRecord(value)) && depth < MAX_DEPTH) {
      for (const [, item] of members(value)) this.#add(item, depth + 1);
    }
  }

  #addJson(text: string, depth: number): void {
    try {
      const parsed: unknown = JSON.parse(text);
      this.#add(parsed, depth + 1);
    } catch {
      // It is text, and kept as a whole.
    }
  }

  #note(text: string): void {
    this.#values.add(text);
    if (this.#address === undefined) return;
    const own = this.#byAddress.get(this.#address);
    if (own === undefined) this.#byAddress.set(this.#address, new Set([text]));
    else own.add(text);
  }
}
