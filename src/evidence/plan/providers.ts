import { GUID } from "../../text/guid.ts";
import { member, members, textMember } from "../json.ts";
import { Expression } from "./expression.ts";
import type { Modules } from "./modules.ts";
import type { PlanReferences } from "./plan-references.ts";

/** A provider configuration of a plan. */
export interface PlanProvider {
  /** `azurerm`, `azurerm.hub` or `module.a:azurerm`. */
  readonly key: string;
  /** In lower case; undefined when the plan does not say, for instance because the environment does. */
  readonly subscriptionId: string | undefined;
}

const SUBSCRIPTION = new RegExp(`^(?:/subscriptions/)?(${GUID})/?$`, "i");

/** The subscription's GUID in lower case, of a GUID or of a subscription's id. */
export function subscriptionGuid(text: unknown): string | undefined {
  return typeof text === "string" ? SUBSCRIPTION.exec(text.trim())?.[1]?.toLowerCase() : undefined;
}

/** Which subscription each provider of a plan is for: a constant, a variable, or what a module's call passes. */
export class PlanProviders {
  readonly #configured: ReadonlyMap<string, unknown>;
  readonly #modules: Modules;
  readonly #references: PlanReferences;
  readonly #subscriptions = new Map<string, string | undefined>();

  constructor(configuration: unknown, modules: Modules, references: PlanReferences) {
    this.#configured = new Map(members(member(configuration, "provider_config")));
    this.#modules = modules;
    this.#references = references;
  }

  /** The provider that a resource's `provider_config_key` means: its module's own, or else one of a module above. */
  subscription(key: string): string | undefined {
    if (this.#subscriptions.has(key)) return this.#subscriptions.get(key);
    const found = this.#find(key);
    this.#subscriptions.set(key, found);
    return found;
  }

  /** Those of Azure that are configured, in the root module and below. */
  all(): PlanProvider[] {
    return [...this.#configured]
      .filter(([, provider]) => isAzure(textMember(provider, "name")))
      .map(([key]) => ({ key, subscriptionId: this.subscription(key) }));
  }

  #find(key: string): string | undefined {
    const colon = key.lastIndexOf(":");
    const name = key.slice(colon + 1);
    let module = colon < 0 ? "" : key.slice(0, colon);
    for (;;) {
      const provider = this.#configured.get(module === "" ? name : `${module}:${name}`);
      const expression = member(member(provider, "expressions"), "subscription_id");
      if (expression !== undefined)
        return this.#evaluate(expression, textMember(provider, "module_address") ?? "");
      if (module === "") return undefined;
      module = module.includes(".module.") ? module.slice(0, module.lastIndexOf(".module.")) : "";
    }
  }

  #evaluate(expression: unknown, module: string): string | undefined {
    const scope = this.#modules.at(module);
    if (scope === undefined) return undefined;
    return subscriptionGuid(this.#references.evaluate(new Expression(scope, expression)));
  }
}

function isAzure(name: string | undefined): boolean {
  return name === "azurerm" || name === "azapi";
}
