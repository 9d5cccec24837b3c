import { isRecord, member } from "../../text/json.ts";
import { resolveExpressions } from "../references.ts";
import { isList, isMap, Unknown, type Value } from "../value.ts";
import { keySuffix, parseAddress, type Step, within } from "./address.ts";
import { Expression } from "./expression.ts";
import type { ModuleScope, Modules } from "./modules.ts";

/** Looks up the targets of references. */
export interface ReferenceTargets {
  /** Returns the value of a root variable; undefined when the plan has none. */
  variable(name: string): unknown;
  /** Returns an attribute of a planned resource, by its address; the id is computed if it is known only after apply. */
  attribute(address: string, name: string): Value | undefined;
  /** Returns an attribute of a data source that the plan has read, by its address. */
  data(address: string, name: string): Value | undefined;
}

/** Chains of modules and variables have a handful of steps. */
const MAX_STEPS = 64;
const OWN_KEY: ReadonlySet<string> = new Set(["each.key", "each.value", "count.index"]);

/** Follows the references of a plan's configuration through variables, modules and their outputs to resources. */
export class PlanReferences {
  readonly #modules: Modules;
  readonly #targets: ReferenceTargets;
  #steps = 0;

  constructor(modules: Modules, targets: ReferenceTargets) {
    this.#modules = modules;
    this.#targets = targets;
  }

  /** Returns the value of an expression, or the unknown that it waits for. */
  resolve(expression: Expression): Value {
    const value = this.evaluate(expression);
    if (value !== undefined && !(value instanceof Unknown)) return value;
    if (value?.waitsFor !== undefined) return value;
    const { references } = expression;
    return references.length === 0 ? new Unknown() : new Unknown(references.slice(0, 3).join(", "));
  }

  /** Returns the value of an expression; undefined when it is not known. */
  evaluate(expression: Expression): Value | undefined {
    const { constant, scope } = expression;
    const whole = typeof constant === "string" ? /^\$\{([^{}]*)\}$/.exec(constant)?.[1] : undefined;
    if (whole !== undefined) return this.#follow(whole.trim(), scope) ?? new Unknown(whole.trim());
    if (constant !== undefined) {
      return resolveExpressions(constant, (reference) => this.#follow(reference, scope));
    }
    const { references } = expression;
    const [first] = references;
    if (first === undefined) return undefined;
    if (references.length === 1) {
      // Of a part of a larger expression, only an id is certain to be the value itself.
      return expression.partial && !first.endsWith(".id") ? undefined : this.#follow(first, scope);
    }
    return this.#ownInstance(expression);
  }

  /**
   * Resolves `azurerm_monitor_action_group.ops[each.key].id`, which a plan lists as `azurerm_monitor_action_group.ops`
   * and `each.key`.
   */
  #ownInstance({ instance, references, scope }: Expression): Value | undefined {
    const [resource, ...rest] = references.filter((reference) => !OWN_KEY.has(reference));
    if (instance === undefined || resource === undefined || rest.length > 0) return undefined;
    return parseAddress(resource)?.length === 2
      ? this.#follow(`${resource}${keySuffix(instance)}.id`, scope)
      : undefined;
  }

  #follow(reference: string, scope: ModuleScope): Value | undefined {
    this.#steps += 1;
    try {
      if (this.#steps > MAX_STEPS) return undefined;
      const steps = parseAddress(reference);
      const found = steps === undefined ? undefined : this.#target(steps, scope);
      return found === null || found instanceof Unknown ? undefined : found;
    } finally {
      this.#steps -= 1;
    }
  }

  #target(steps: readonly Step[], scope: ModuleScope): Value | undefined {
    const [kind, name] = steps.map((step) => ("name" in step ? step.name : undefined));
    if (kind === undefined || name === undefined) return undefined;
    if (kind === "var") return below(this.#variable(name, scope), steps.slice(2));
    if (kind === "module") return this.#output(name, steps.slice(2), scope);
    if (kind === "data") return this.#data(steps.slice(1), scope);
    return this.#attribute(kind, name, steps.slice(2), scope);
  }

  #variable(name: string, scope: ModuleScope): Value | undefined {
    const declared = member(member(scope.configuration, "variables"), name);
    const fallback = member(declared, "default");
    if (scope.parent === undefined) return known(this.#targets.variable(name) ?? fallback);
    const passed = member(member(scope.call, "expressions"), name);
    if (passed === undefined) return known(fallback);
    return this.evaluate(new Expression(scope.parent, passed));
  }

  #output(name: string, rest: readonly Step[], scope: ModuleScope): Value | undefined {
    const [first, ...others] = rest;
    const key = first !== undefined && "key" in first ? first.key : undefined;
    const [output, ...further] = key === undefined ? rest : others;
    const child = this.#modules.child(scope, name, key);
    if (child === undefined || output === undefined || !("name" in output)) return undefined;
    const declared = member(member(child.configuration, "outputs"), output.name);
    return below(this.evaluate(new Expression(child, member(declared, "expression"))), further);
  }

  /** Returns an attribute of a data source that was read while planning. */
  #data(steps: readonly Step[], scope: ModuleScope): Value | undefined {
    const [type, name, first] = steps;
    if (type === undefined || name === undefined || !("name" in type) || !("name" in name)) return undefined;
    const key = first !== undefined && "key" in first ? first.key : undefined;
    const [attribute, ...further] = steps.slice(key === undefined ? 2 : 3);
    if (attribute === undefined || !("name" in attribute)) return undefined;
    const address = within(scope.address, `data.${type.name}.${name.name}${keySuffix(key)}`);
    return read(this.#targets.data(address, attribute.name), further);
  }

  #attribute(type: string, name: string, rest: readonly Step[], scope: ModuleScope): Value | undefined {
    const [first, ...others] = rest;
    const key = first !== undefined && "key" in first ? first.key : undefined;
    const [attribute, ...further] = key === undefined ? rest : others;
    if (attribute === undefined || !("name" in attribute)) return undefined;
    const address = within(scope.address, `${type}.${name}${keySuffix(key)}`);
    return below(this.#targets.attribute(address, attribute.name), further);
  }
}

/** Follows further steps through maps only: the order of lists may differ. */
function below(value: Value | undefined, steps: readonly Step[]): Value | undefined {
  let found = value;
  for (const step of steps) {
    const key = "name" in step ? step.name : step.key;
    if (typeof key === "number" || !isMap(found) || !Object.hasOwn(found, key)) return undefined;
    found = found[key];
  }
  return found;
}

/** Follows further steps; data sources keep the order of lists. */
function read(value: Value | undefined, steps: readonly Step[]): Value | undefined {
  let found = value;
  for (const step of steps) {
    const key = "name" in step ? step.name : step.key;
    if (typeof key === "number") found = isList(found) ? found[key] : undefined;
    else found = isMap(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  }
  return found;
}

/** Returns the value of a variable, which is never unknown in a plan. */
function known(value: unknown): Value | undefined {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map((item) => known(item) ?? null);
  if (!isRecord(value)) return undefined;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, known(item) ?? null]));
}
