import { member } from "../text/json.ts";
import { isOlderThanKnown, knownBody } from "./arm/known-properties.ts";
import type { ArmResource, Evidence } from "./evidence.ts";
import { resolveExpressions } from "./references.ts";
import { attribute, parsedJson, subscriptionOf } from "./terraform/attributes.ts";
import { keptAsItIs, keptEmpty } from "./terraform/azapi-comparison.ts";
import { type Configuration, type DeclaredBlock, readConfiguration } from "./terraform/configuration.ts";
import { KNOWN_ARGUMENTS } from "./terraform/known-arguments.ts";
import type { Mapped } from "./terraform/mapper.ts";
import { mapperFor } from "./terraform/mappers.ts";
import { readMetaArguments } from "./terraform/meta-arguments.ts";
import { type ReadValues, readByShape } from "./terraform/shape.ts";
import { isMap, sameName, Unknown, type Value } from "./value.ts";

/** The evidence of a synthesized stack. */
export interface StackEvidence {
  /** By subscription, each GUID in lower case. A stack usually has one. */
  readonly subscriptions: ReadonlyMap<string, Evidence>;
  /** Terraform addresses of resources whose subscription is not known. */
  readonly placeless: readonly string[];
  /** Every provider configuration with its subscription; undefined when the stack does not show it. */
  readonly providers: readonly StackProvider[];
  /** Every resource of a type that evidence uses, counted or not. */
  readonly declared: readonly DeclaredArmResource[];
  /** The blocks that were read. */
  readonly configuration: Configuration;
}

/** A resource of the stack in Azure's terms. */
export interface DeclaredArmResource {
  /** Its Terraform address. */
  readonly address: string;
  /** `Microsoft.Insights/actionGroups`. */
  readonly type: string;
  readonly id: Value;
  /** Whether the baseline's construct declared it, not the app. */
  readonly ofBaseline: boolean;
  /**
   * The arguments that this reader does not support, each with the reason. A resource with any is not evidence; if it
   * belongs to the baseline, only its existence is known.
   */
  readonly unread: readonly string[];
}

/** A provider block of a synthesized stack. */
export interface StackProvider {
  /** `azurerm`, or `azurerm.alias`. */
  readonly name: string;
  readonly subscriptionId: string | undefined;
}

/**
 * Reads Terraform's JSON configuration (a `cdk.tf.json`) as evidence: the declared resources, in ARM's shape, by the
 * subscription of their provider or of their own scope. References inside the stack are followed; values that only
 * Terraform can evaluate are {@link Unknown}. A resource counts only when all its arguments and meta-arguments are
 * known. Resources inside modules are not read.
 *
 * @param stack the parsed JSON; any value is accepted; one that is not a configuration declares nothing
 */
export function readStack(stack: unknown): StackEvidence {
  return new StackReader(readConfiguration(stack)).read();
}

interface ReadResource {
  readonly mapped: Mapped;
  readonly unread: readonly string[];
}

class StackReader {
  readonly #configuration: Configuration;
  readonly #resources: ReadonlyMap<string, DeclaredBlock>;
  readonly #providers: ReadonlyMap<string, StackProvider>;
  readonly #read = new Map<string, ReadResource | "in progress" | undefined>();
  /** References being followed: a circular reference has no value. */
  readonly #following = new Set<string>();

  constructor(configuration: Configuration) {
    this.#configuration = configuration;
    this.#resources = new Map(configuration.resources.map((block) => [block.address, block]));
    this.#providers = declaredProviders(configuration);
  }

  read(): StackEvidence {
    const found = new Map<string, ArmResource[]>();
    const placeless: string[] = [];
    const declared: DeclaredArmResource[] = [];
    for (const [address, block] of this.#resources) {
      const read = this.#readResource(address);
      if (read === undefined) continue;
      const { mapped, unread } = read;
      const ofBaseline = isOfBaseline(block);
      declared.push({ address, type: mapped.type, id: mapped.id, ofBaseline, unread });
      const subscription = subscriptionOf(mapped.id) ?? this.#provider(block)?.subscriptionId;
      if (subscription === undefined) {
        placeless.push(address);
        continue;
      }
      const counts = unread.length === 0;
      if (!counts && !ofBaseline && !mayMuteAlerts(mapped)) continue;
      const resource = { ...mapped, address, ...(counts ? {} : { properties: new Unknown(unread[0]) }) };
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
    return {
      subscriptions,
      placeless,
      providers: [...this.#providers.values()],
      declared,
      configuration: this.#configuration,
    };
  }

  /** Returns the resource in ARM's shape; undefined when it is irrelevant, does not exist, or refers to itself. */
  #readResource(address: string): ReadResource | undefined {
    const known = this.#read.get(address);
    if (known === "in progress") return undefined;
    if (this.#read.has(address)) return known;
    this.#read.set(address, "in progress");
    const read = this.#readNow(address);
    this.#read.set(address, read);
    return read;
  }

  #readNow(address: string): ReadResource | undefined {
    const block = this.#resources.get(address);
    const mapper = block === undefined ? undefined : mapperFor(block.type);
    if (block === undefined || mapper === undefined) return undefined;
    const { exists, rest, unread } = readMetaArguments(block.type, block.body);
    if (!exists) return undefined;
    const values = resolveExpressions(rest, (reference) => this.#follow(reference));
    const read = readArguments(block.type, values);
    const kept = isOfBaseline(block) && block.type === "azapi_resource" ? keptEmpty(values) : [];
    return { mapped: mapper(read.values, this.#scope(block)), unread: [...unread, ...read.unread, ...kept] };
  }

  #scope(block: DeclaredBlock): Value {
    const subscription = this.#provider(block)?.subscriptionId;
    return subscription === undefined ? new Unknown() : `/subscriptions/${subscription}`;
  }

  #follow(reference: string): Value | undefined {
    const [type = "", name = "", attributeName = "", ...rest] = reference.split(".");
    const address = `${type}.${name}`;
    const block = this.#resources.get(address);
    if (rest.length > 0 || block === undefined) return undefined;
    if (attributeName === "id") {
      const id = this.#readResource(address)?.mapped.id;
      return id instanceof Unknown ? undefined : id;
    }
    // Meta-arguments such as ignore_changes can make the deployed value differ from the declared one.
    const { rest: written, unread } = readMetaArguments(type, block.body);
    if (unread.length > 0 || Object.hasOwn(written, "dynamic")) return undefined;
    if (this.#following.has(reference)) return undefined;
    this.#following.add(reference);
    const value = Object.hasOwn(block.body, attributeName)
      ? resolveExpressions(block.body[attributeName], (inner) => this.#follow(inner))
      : null;
    this.#following.delete(reference);
    return value === null || value instanceof Unknown ? undefined : value;
  }

  #provider(block: DeclaredBlock): StackProvider | undefined {
    return this.#providers.get(providerOf(block));
  }
}

/**
 * Reports whether a resource can remove an effect of others: an alert processing rule mutes alerts. It is never
 * skipped.
 */
function mayMuteAlerts({ type }: Mapped): boolean {
  return sameName(type, "Microsoft.AlertsManagement/actionRules");
}

/** Returns the local name of a resource's provider: `azurerm`, or `azurerm.alias`. */
export function providerOf({ body, type }: DeclaredBlock): string {
  const chosen = body["provider"];
  if (typeof chosen === "string") return chosen.replace(/^\$\{(.*)\}$/, "$1");
  return type.split("_")[0] ?? type;
}

/** Converts the arguments of a type as Terraform does. Arguments of a type that the app maps are kept unchanged. */
function readArguments(type: string, values: Value): ReadValues {
  if (type === "azapi_update_resource") {
    return { values, unread: ["it changes an existing resource, and the stack declares only a part of it"] };
  }
  const shape = Object.hasOwn(KNOWN_ARGUMENTS, type) ? KNOWN_ARGUMENTS[type] : undefined;
  if (shape === undefined) return { values, unread: isMap(values) && "dynamic" in values ? [DYNAMIC] : [] };
  if (type !== "azapi_resource") return readByShape(values, shape);
  const [armType = "", version = ""] = armTypeOf(values).split("@");
  const body = knownBody(armType);
  if (body === undefined) {
    // No built-in control judges it, but one of the app may.
    const merged = isMap(values) && (values["sensitive_body"] ?? null) !== null;
    return { values, unread: merged ? ["sensitive_body is merged over the body"] : [] };
  }
  const read = readByShape(values, shape);
  const { unread } = readByShape(parsedJson(attribute(values, "body")), body, { converts: false });
  const old = isOlderThanKnown(armType, version)
    ? [
        `the API version ${JSON.stringify(version.slice(0, 40))} is older than the known properties of the body`,
      ]
    : [];
  return {
    values: read.values,
    unread: [
      ...old,
      ...read.unread,
      ...unread.map((reason) => `body.${reason}`),
      ...keptAsItIs(armType, values),
    ],
  };
}

const DYNAMIC = "dynamic is not supported";

/** Returns `Microsoft.Insights/actionGroups@2023-01-01` of an azapi block; empty where only Terraform knows it. */
function armTypeOf(values: Value): string {
  const type = attribute(values, "type");
  return typeof type === "string" ? type : "";
}

/** Returns the resources of a stack that the baseline's constructs declared, by their Terraform addresses. */
export function baselineBlocks(stack: unknown): ReadonlyMap<string, DeclaredBlock["body"]> {
  const { resources } = readConfiguration(stack);
  return new Map(resources.filter(isOfBaseline).map(({ address, body }) => [address, body]));
}

/** Recognizes them by the path that the engine writes: `<stack>/baseline/...`. */
function isOfBaseline({ body }: DeclaredBlock): boolean {
  const path = member(member(body["//"], "metadata"), "path");
  return typeof path === "string" && /^[^/]+\/(baseline|entra-logs|tenant-service-health)\//.test(path);
}

function declaredProviders({ providers }: Configuration): ReadonlyMap<string, StackProvider> {
  const found = new Map<string, StackProvider>();
  for (const { body, name: type } of providers) {
    const { alias, subscription_id: id } = body;
    const name = typeof alias === "string" ? `${type}.${alias}` : type;
    const subscriptionId = typeof id === "string" && !id.includes("${") ? id.toLowerCase() : undefined;
    found.set(name, { name, subscriptionId });
  }
  return found;
}
