import { member, textMember } from "../../text/json.ts";
import { subscriptionOf } from "../terraform/attributes.ts";
import type { Value } from "../value.ts";
import { configuredName, type Entry } from "./entries.ts";
import type { Expression } from "./expression.ts";
import type { Modules } from "./modules.ts";
import { type PlanProvider, type PlanProviders, subscriptionGuid } from "./providers.ts";
import { type StateResource, stateResources } from "./state-resources.ts";
import { asValue } from "./unknowns.ts";

/** A resource whose state is in another subscription than its provider. */
export interface MisplacedResource {
  readonly address: string;
  readonly stateSubscription: string;
  readonly providerSubscription: string;
}

/** A side of a plan. */
export type Side = "before" | "after";

/** Determines the subscriptions of the resources of a plan. */
export class Placement {
  readonly #plan: unknown;
  readonly #entries: readonly Entry[];
  readonly #modules: Modules;
  readonly #providers: PlanProviders;
  readonly #expression: (entry: Entry) => Expression | undefined;
  readonly #environment: string | undefined;
  #proofs: Proofs | undefined;

  /**
   * @param expression returns the configured expressions of a resource
   * @param environment the subscription of providers configured by the environment, where known
   */
  constructor(
    plan: unknown,
    entries: readonly Entry[],
    modules: Modules,
    providers: PlanProviders,
    expression: (entry: Entry) => Expression | undefined,
    environment: string | undefined,
  ) {
    this.#environment = environment;
    this.#plan = plan;
    this.#entries = entries;
    this.#modules = modules;
    this.#providers = providers;
    this.#expression = expression;
  }

  /**
   * Returns the subscription of a resource on one side of the plan: by its id, or else by the argument that sets its
   * scope. A resource without such an argument is in its provider's subscription. Undefined when the plan does not show
   * it.
   *
   * @param armId its id in ARM's shape, where it has one
   */
  subscription(entry: Entry, side: Side, armId: Value | undefined): string | undefined {
    const own = armId === undefined ? undefined : subscriptionOf(armId);
    const kept = side === "after" && !isMade(entry) ? idSubscription(entry, "before") : undefined;
    const known = own ?? idSubscription(entry, side) ?? kept;
    if (known !== undefined) return known;
    for (const name of SCOPES) {
      if (name === "resource_id" && !entry.type.startsWith("azapi_")) continue;
      const value = member(member(entry.change, side), name);
      // Tenant resources belong to their provider's subscription, as in azurerm.
      if (value === "/" || isTenantAlert(entry, side)) continue;
      if (typeof value === "string" && value !== "") return subscriptionOf(value) ?? subscriptionGuid(value);
      if (side === "after" && this.#isLeftOpen(entry, name)) return undefined;
    }
    return this.ofProvider(entry);
  }

  ofProvider({ module, name, type }: Entry): string | undefined {
    return this.ofConfigured(module, configuredName({ name, type }), type);
  }

  /** @param resource its key in the module's configuration: `type.name`, or `data.type.name` */
  ofConfigured(module: string, resource: string, type: string): string | undefined {
    return this.ofKey(this.#providerKey(module, resource, type));
  }

  /** Returns the configured Azure providers, including subscriptions that the plan proves without configuration. */
  providers(): PlanProvider[] {
    return this.#providers.keys().map((key) => ({ key, subscriptionId: this.ofKey(key) }));
  }

  /** Checks only resources that are always in their provider's subscription: others may have another scope. */
  misplaced(entry: Entry): MisplacedResource | undefined {
    if (!isBound(entry.type, member(entry.change, "before"))) return undefined;
    const stateSubscription = idSubscription(entry, "before");
    const configured = this.#modules.at(entry.module)?.resources.get(configuredName(entry));
    const key = textMember(configured, "provider_config_key");
    const providerSubscription =
      key === undefined ? undefined : (this.#providers.subscription(key) ?? this.#learned().byData.get(key));
    if (stateSubscription === undefined || providerSubscription === undefined) return undefined;
    if (stateSubscription === providerSubscription) return undefined;
    return { address: entry.address, stateSubscription, providerSubscription };
  }

  /** Returns the subscription of a provider: the configured one, or else the one that the plan proves. */
  ofKey(key: string): string | undefined {
    const { source, subscriptionId } = this.#providers.target(key);
    if (subscriptionId !== undefined || source === "instances") return subscriptionId;
    const { byData, byResources, environment } = this.#learned();
    const proved = byData.get(key) ?? (source === "environment" ? environment : undefined);
    const named =
      /^(?:azurerm|azapi)$/.test(key) || (source === "environment" && /:(?:azurerm|azapi)$/.test(key));
    return proved ?? byResources.get(key) ?? (named ? this.#environment : undefined);
  }

  /** Reports whether an argument has a value that is known only after apply. */
  #isLeftOpen(entry: Entry, name: string): boolean {
    if (member(member(entry.change, "after_unknown"), name) !== true) return false;
    const expression = this.#expression(entry);
    return expression === undefined || expression.get(name).declared;
  }

  #providerKey(module: string, resource: string, type: string): string {
    const key = textMember(this.#modules.at(module)?.resources.get(resource), "provider_config_key");
    return key ?? type.slice(0, type.includes("_") ? type.indexOf("_") : type.length);
  }

  /**
   * Collects the proofs of the state for providers without a configured subscription: data sources, and resources that
   * can only be in their provider's subscription, if all agree.
   */
  #learned(): Proofs {
    if (this.#proofs !== undefined) return this.#proofs;
    const byData = new Map<string, string | undefined>();
    const byResources = new Map<string, string | undefined>();
    const learn = (learned: Map<string, string | undefined>, key: string, subscription: string) => {
      const agreed = !learned.has(key) || learned.get(key) === subscription;
      learned.set(key, agreed ? subscription : undefined);
    };
    for (const resource of stateResources(this.#plan)) {
      const { data, module, name, type, values } = resource;
      const subscription = data ? this.#saidByData(resource) : subscriptionBound(type, values);
      if (subscription === undefined) continue;
      const configured = `${data ? "data." : ""}${configuredName({ name, type })}`;
      learn(data ? byData : byResources, this.#providerKey(module, configured, type), subscription);
    }
    for (const { change, module, name, type } of this.#entries) {
      const subscription = subscriptionBound(type, member(change, "before"));
      if (subscription === undefined) continue;
      learn(byResources, this.#providerKey(module, configuredName({ name, type }), type), subscription);
    }
    const environments = new Set(
      [...byData].filter(([key]) => this.#providers.target(key).source === "environment").map(([, id]) => id),
    );
    const [environment] = environments.size === 1 ? environments : [];
    this.#proofs = { byData, byResources, environment };
    return this.#proofs;
  }

  /**
   * Reads `azurerm_subscription` without an argument and the client's own settings, which show the provider's
   * subscription.
   */
  #saidByData({ module, name, type, values }: StateResource): string | undefined {
    if (!CURRENT.has(type)) return undefined;
    const configured = this.#modules.at(module)?.resources.get(`data.${type}.${name}`);
    if (configured === undefined) return undefined;
    if (member(member(configured, "expressions"), "subscription_id") !== undefined) return undefined;
    return subscriptionGuid(member(values, "subscription_id"));
  }
}

interface Proofs {
  /** By provider key; undefined where data sources disagree. */
  readonly byData: ReadonlyMap<string, string | undefined>;
  readonly byResources: ReadonlyMap<string, string | undefined>;
  /** The value that `ARM_SUBSCRIPTION_ID` must have had, for every provider that reads it. */
  readonly environment: string | undefined;
}

/** Arguments that set the scope of a resource. */
const SCOPES = ["parent_id", "resource_id", "target_resource_id", "subscription_id", "scope"];

/** Data sources that show the subscription of their provider. */
const CURRENT: ReadonlySet<string> = new Set([
  "azapi_client_config",
  "azurerm_client_config",
  "azurerm_subscription",
]);

/** Types without a scope and without a resource group. */
const BOUND: ReadonlySet<string> = new Set([
  "azurerm_resource_group",
  "azurerm_security_center_contact",
  "azurerm_security_center_subscription_pricing",
]);

/** Reports whether a resource is always in its provider's subscription. */
function isBound(type: string, values: unknown): boolean {
  if (!type.startsWith("azurerm_")) return false;
  return BOUND.has(type) || typeof member(values, "resource_group_name") === "string";
}

function subscriptionBound(type: string, values: unknown): string | undefined {
  return isBound(type, values) ? subscriptionOf(asValue(member(values, "id"))) : undefined;
}

function isMade(entry: Entry): boolean {
  const actions = member(entry.change, "actions");
  return Array.isArray(actions) && actions.includes("create");
}

function idSubscription(entry: Entry, side: Side): string | undefined {
  const id = member(member(entry.change, side), "id");
  return typeof id === "string" ? subscriptionOf(id) : undefined;
}

/** Reports whether a resource is an alert on events of a tenant, which a management group stores. */
function isTenantAlert({ change, type }: Entry, side: Side): boolean {
  const armType = textMember(member(change, side), "type") ?? "";
  return type === "azapi_resource" && /^microsoft\.alertsmanagement\/tenantactivitylogalerts@/i.test(armType);
}
