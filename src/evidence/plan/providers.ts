import { GUID } from "../../text/guid.ts";
import { member, members, textMember } from "../../text/json.ts";
import { Expression } from "./expression.ts";
import type { Modules } from "./modules.ts";
import type { PlanReferences } from "./plan-references.ts";

/** A provider configuration of a plan. */
export interface PlanProvider {
  /** `azurerm`, `azurerm.hub` or `module.a:azurerm`. */
  readonly key: string;
  /** In lower case; undefined when the plan does not show it, for example because the environment sets it. */
  readonly subscriptionId: string | undefined;
}

const SUBSCRIPTION = new RegExp(`^(?:/subscriptions/)?(${GUID})/?$`, "i");

/** Returns the GUID in lower case, from a GUID or a subscription's id. */
export function subscriptionGuid(text: unknown): string | undefined {
  return typeof text === "string" ? SUBSCRIPTION.exec(text.trim())?.[1]?.toLowerCase() : undefined;
}

/** The source of a provider's subscription, and the subscription where the plan shows it. */
export interface ProviderTarget {
  /**
   * - `configuration`: an argument whose value the plan shows
   * - `environment`: no argument, so the environment or a signed-in user decides
   * - `instances`: an argument that differs for each instance of the provider (`each.value` in OpenTofu)
   * - `unresolved`: an argument whose value the plan does not show, or a key that may mean several providers
   */
  readonly source: "configuration" | "environment" | "instances" | "unresolved";
  /** In lower case; set for `configuration` only. */
  readonly subscriptionId: string | undefined;
}

/**
 * Determines the subscription of each provider of a plan: a constant, a variable, a data source, or a value passed by a
 * module's call.
 */
export class PlanProviders {
  readonly #configured: ReadonlyMap<string, unknown>;
  readonly #modules: Modules;
  readonly #references: PlanReferences;
  readonly #targets = new Map<string, ProviderTarget>();

  constructor(configuration: unknown, modules: Modules, references: PlanReferences) {
    this.#configured = new Map(members(member(configuration, "provider_config")));
    this.#modules = modules;
    this.#references = references;
  }

  /** Returns the target of a resource's `provider_config_key`. */
  target(key: string): ProviderTarget {
    const known = this.#targets.get(key);
    if (known !== undefined) return known;
    const found = this.#find(key);
    this.#targets.set(key, found);
    return found;
  }

  /** Returns the configured subscription of a provider. */
  subscription(key: string): string | undefined {
    return this.target(key).subscriptionId;
  }

  /** Returns the keys of the configured Azure providers, in the root module and below. */
  keys(): string[] {
    return [...this.#configured]
      .filter(([, provider]) => isAzure(textMember(provider, "name")))
      .map(([key]) => key);
  }

  #find(key: string): ProviderTarget {
    const configured = this.#configured.get(key);
    if (configured !== undefined) return this.#targetOf(configured);
    const colon = key.lastIndexOf(":");
    // A provider without a block has no arguments.
    if (colon < 0) return key.includes(".") ? UNRESOLVED : ENVIRONMENT;
    // Terraform before 1.2 has the module's own name of a provider, regardless of the one passed to the module.
    const [name = ""] = key.slice(colon + 1).split(".");
    const candidates = [...this.#configured.values()].filter(
      (provider) => textMember(provider, "name") === name,
    );
    if (candidates.length === 0) return ENVIRONMENT;
    const [first = UNRESOLVED, ...others] = candidates.map((provider) => this.#targetOf(provider));
    const agreed = others.every(
      ({ source, subscriptionId }) =>
        source === first.source && subscriptionId === first.subscriptionId && source !== "unresolved",
    );
    return agreed ? first : UNRESOLVED;
  }

  #targetOf(provider: unknown): ProviderTarget {
    const expression = member(member(provider, "expressions"), "subscription_id");
    if (expression === undefined) return ENVIRONMENT;
    const scope = this.#modules.at(textMember(provider, "module_address") ?? "");
    if (scope === undefined) return UNRESOLVED;
    const configured = new Expression(scope, expression);
    if (configured.references.some((reference) => reference === "each" || reference.startsWith("each.")))
      return { source: "instances", subscriptionId: undefined };
    const subscriptionId = subscriptionGuid(this.#references.evaluate(configured));
    return subscriptionId === undefined ? UNRESOLVED : { source: "configuration", subscriptionId };
  }
}

const ENVIRONMENT: ProviderTarget = { source: "environment", subscriptionId: undefined };
const UNRESOLVED: ProviderTarget = { source: "unresolved", subscriptionId: undefined };

function isAzure(name: string | undefined): boolean {
  return name === "azurerm" || name === "azapi";
}
