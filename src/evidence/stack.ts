import type { ArmResource, Evidence } from "./evidence.ts";
import { isRecord, type JsonMap, member, members } from "./json.ts";
import { resolveExpressions } from "./references.ts";
import { subscriptionOf } from "./terraform/attributes.ts";
import type { Mapped } from "./terraform/mapper.ts";
import { mapperFor } from "./terraform/mappers.ts";
import { Unknown, type Value } from "./value.ts";

/** What a synthesized stack would make of Azure. */
export interface StackEvidence {
  /** By subscription, each GUID in lower case. One stack usually touches one. */
  readonly subscriptions: ReadonlyMap<string, Evidence>;
  /** Resources of which it cannot be told which subscription they go to: their Terraform addresses. */
  readonly placeless: readonly string[];
  /** Every provider configuration, with the subscription it is set to; undefined when the stack does not say. */
  readonly providers: readonly StackProvider[];
}

export interface StackProvider {
  /** `azurerm`, or `azurerm.alias`. */
  readonly name: string;
  readonly subscriptionId: string | undefined;
}

/**
 * Reads Terraform's JSON configuration (a `cdk.tf.json`) as evidence: the resources it declares, in ARM's shape,
 * by the subscription of their provider or of their own scope. References inside the stack are followed; what
 * only Terraform can evaluate is {@link Unknown}. Resources inside modules are not seen.
 *
 * @param stack the parsed JSON; anything is accepted, what is not a configuration declares nothing
 */
export function readStack(stack: unknown): StackEvidence {
  return new StackReader(stack).read();
}

class StackReader {
  readonly #resources: ReadonlyMap<string, DeclaredResource>;
  readonly #providers: ReadonlyMap<string, StackProvider>;
  readonly #mapped = new Map<string, Mapped | "in progress" | undefined>();
  /** References being followed: one that comes back to itself stands for nothing. */
  readonly #following = new Set<string>();

  constructor(stack: unknown) {
    this.#resources = declaredResources(member(stack, "resource"));
    this.#providers = declaredProviders(member(stack, "provider"));
  }

  read(): StackEvidence {
    const found = new Map<string, ArmResource[]>();
    const placeless: string[] = [];
    for (const [address, declared] of this.#resources) {
      const mapped = this.#map(address);
      if (mapped === undefined) continue;
      const subscription = subscriptionOf(mapped.id) ?? this.#provider(declared)?.subscriptionId;
      if (subscription === undefined) {
        placeless.push(address);
        continue;
      }
      const resource = { ...mapped, address };
      const resources = found.get(subscription);
      if (resources === undefined) found.set(subscription, [resource]);
      else resources.push(resource);
    }
    const subscriptions = new Map(
      [...found].map(([subscriptionId, resources]) => [
        subscriptionId,
        { source: "stack", subscriptionId, resources } as const,
      ]),
    );
    return { subscriptions, placeless, providers: [...this.#providers.values()] };
  }

  /** The resource in ARM's shape; undefined when it is of no interest, does not exist, or refers to itself. */
  #map(address: string): Mapped | undefined {
    const known = this.#mapped.get(address);
    if (known === "in progress") return undefined;
    if (this.#mapped.has(address)) return known;
    this.#mapped.set(address, "in progress");
    const mapped = this.#mapNow(address);
    this.#mapped.set(address, mapped);
    return mapped;
  }

  #mapNow(address: string): Mapped | undefined {
    const declared = this.#resources.get(address);
    const mapper = declared === undefined ? undefined : mapperFor(declared.type);
    if (declared === undefined || mapper === undefined) return undefined;
    const existence = exists(declared.body);
    if (existence === false) return undefined;
    const values = resolveExpressions(declared.body, (reference) => this.#follow(reference));
    const subscription = this.#provider(declared)?.subscriptionId;
    const scope = subscription === undefined ? new Unknown() : `/subscriptions/${subscription}`;
    const mapped = mapper(values, scope);
    return existence === true ? mapped : { ...mapped, properties: existence };
  }

  #follow(reference: string): Value | undefined {
    const [type = "", name = "", attributeName = "", ...rest] = reference.split(".");
    const address = `${type}.${name}`;
    if (rest.length > 0 || !this.#resources.has(address)) return undefined;
    if (attributeName === "id") {
      const id = this.#map(address)?.id;
      return id instanceof Unknown ? undefined : id;
    }
    if (this.#following.has(reference)) return undefined;
    this.#following.add(reference);
    const body = this.#resources.get(address)?.body;
    const value = resolveExpressions(body?.[attributeName], (inner) => this.#follow(inner));
    this.#following.delete(reference);
    return value === null || value instanceof Unknown ? undefined : value;
  }

  #provider(declared: DeclaredResource): StackProvider | undefined {
    const chosen = declared.body["provider"];
    const name =
      typeof chosen === "string" ? chosen.replace(/^\$\{(.*)\}$/, "$1") : declared.type.split("_")[0];
    return name === undefined ? undefined : this.#providers.get(name);
  }
}

interface DeclaredResource {
  readonly type: string;
  readonly body: JsonMap;
}

function declaredResources(section: unknown): ReadonlyMap<string, DeclaredResource> {
  const found = new Map<string, DeclaredResource>();
  for (const [type, named] of members(section)) {
    for (const [name, declared] of members(named)) {
      // JSON configurations may wrap the one body of a resource in a list.
      const body = Array.isArray(declared) ? declared[0] : declared;
      if (isRecord(body)) found.set(`${type}.${name}`, { type, body });
    }
  }
  return found;
}

function declaredProviders(section: unknown): ReadonlyMap<string, StackProvider> {
  const found = new Map<string, StackProvider>();
  for (const [type, configurations] of members(section)) {
    const list = Array.isArray(configurations) ? configurations : [configurations];
    for (const configuration of list) {
      const alias = member(configuration, "alias");
      const name = typeof alias === "string" ? `${type}.${alias}` : type;
      const id = member(configuration, "subscription_id");
      const subscriptionId = typeof id === "string" && !id.includes("${") ? id.toLowerCase() : undefined;
      found.set(name, { name, subscriptionId });
    }
  }
  return found;
}

/** Whether `count` or `for_each` let the resource exist; unknown when an expression decides it. */
function exists(body: JsonMap): boolean | Unknown {
  for (const argument of ["count", "for_each"]) {
    const value = body[argument];
    if (value === undefined || value === null) continue;
    if (typeof value === "string") return new Unknown(value);
    const size = typeof value === "number" ? value : members(value).length;
    if (size === 0) return false;
  }
  return true;
}
