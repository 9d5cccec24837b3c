import { member, textMember } from "../json.ts";
import { subscriptionOf } from "../terraform/attributes.ts";
import type { Value } from "../value.ts";
import { configuredName, type Entry } from "./entries.ts";
import type { Modules } from "./modules.ts";
import { type PlanProviders, subscriptionGuid } from "./providers.ts";
import { stateResources } from "./state-resources.ts";
import { asValue } from "./unknowns.ts";

/** A resource whose state is of one subscription while its provider is for another. */
export interface MisplacedResource {
  readonly address: string;
  readonly stateSubscription: string;
  readonly providerSubscription: string;
}

/** In which subscription the resources of a plan are. */
export class Placement {
  readonly #plan: unknown;
  readonly #modules: Modules;
  readonly #providers: PlanProviders;
  readonly #environment: string | undefined;
  #learned: ReadonlyMap<string, string | undefined> | undefined;

  /** @param environment the subscription of providers that take theirs from the environment, where it is known */
  constructor(plan: unknown, modules: Modules, providers: PlanProviders, environment: string | undefined) {
    this.#environment = environment;
    this.#plan = plan;
    this.#modules = modules;
    this.#providers = providers;
  }

  /** By an id in ARM's shape, or its own id before or after; or else that of its provider. */
  subscription(entry: Entry, armId: Value | undefined): string | undefined {
    const own = armId === undefined ? undefined : subscriptionOf(armId);
    return own ?? idSubscription(entry, "before") ?? idSubscription(entry, "after") ?? this.ofProvider(entry);
  }

  ofProvider({ module, name, type }: Entry): string | undefined {
    const key = this.#providerKey(module, configuredName({ name, type }), type);
    const said = this.#providers.subscription(key) ?? this.#learnedSubscriptions().get(key);
    return said ?? (/(?:^|:)(?:azurerm|azapi)$/.test(key) ? this.#environment : undefined);
  }

  /** Only of resources that are always their provider's: others may lie in any subscription by their own scope. */
  misplaced(entry: Entry): MisplacedResource | undefined {
    const values = member(entry.change, "before");
    const bound = BOUND.has(entry.type) || typeof member(values, "resource_group_name") === "string";
    if (!bound || !entry.type.startsWith("azurerm_")) return undefined;
    const stateSubscription = idSubscription(entry, "before");
    const configured = this.#modules.at(entry.module)?.resources.get(configuredName(entry));
    const key = textMember(configured, "provider_config_key");
    const providerSubscription = key === undefined ? undefined : this.#providers.subscription(key);
    if (stateSubscription === undefined || providerSubscription === undefined) return undefined;
    if (stateSubscription === providerSubscription) return undefined;
    return { address: entry.address, stateSubscription, providerSubscription };
  }

  #providerKey(module: string, resource: string, type: string): string {
    const key = textMember(this.#modules.at(module)?.resources.get(resource), "provider_config_key");
    return key ?? type.slice(0, type.includes("_") ? type.indexOf("_") : type.length);
  }

  /** Of providers that take their subscription from the environment: the one that all their resources' ids name. */
  #learnedSubscriptions(): ReadonlyMap<string, string | undefined> {
    if (this.#learned !== undefined) return this.#learned;
    const learned = new Map<string, string | undefined>();
    for (const { data, module, name, type, values } of stateResources(this.#plan)) {
      const client = type === "azurerm_client_config";
      if (data && !client) continue;
      const subscription = client
        ? subscriptionGuid(member(values, "subscription_id"))
        : subscriptionOf(asValue(member(values, "id")));
      if (subscription === undefined) continue;
      const key = this.#providerKey(module, `${data ? "data." : ""}${configuredName({ name, type })}`, type);
      const agreed = !learned.has(key) || learned.get(key) === subscription;
      learned.set(key, agreed ? subscription : undefined);
    }
    this.#learned = learned;
    return learned;
  }
}

/** Types that have no scope of their own and no resource group. */
const BOUND: ReadonlySet<string> = new Set([
  "azurerm_resource_group",
  "azurerm_security_center_contact",
  "azurerm_security_center_subscription_pricing",
]);

function idSubscription(entry: Entry, side: "before" | "after"): string | undefined {
  const id = member(member(entry.change, side), "id");
  return typeof id === "string" ? subscriptionOf(id) : undefined;
}
