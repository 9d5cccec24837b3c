import { items, type JsonMap, member } from "../../text/json.ts";
import type { ArmResource, Evidence } from "../evidence.ts";
import { subscriptionOf } from "../terraform/attributes.ts";
import { mapperFor } from "../terraform/mappers.ts";
import { Unknown, type Value } from "../value.ts";
import { asArmResource } from "./arm-resource.ts";
import { groupsRead } from "./data-groups.ts";
import { configuredName, type Entry, entriesOf, entryOf } from "./entries.ts";
import { Expression } from "./expression.ts";
import { checkFormat } from "./format.ts";
import { Modules } from "./modules.ts";
import { type MisplacedResource, Placement } from "./placement.ts";
import { PlanReferences } from "./plan-references.ts";
import { type PlanProvider, PlanProviders } from "./providers.ts";
import { stateResources } from "./state-resources.ts";
import { anyUnknown, asValue, withUnknowns } from "./unknowns.ts";
import { isPartialUpdate, withUpdate } from "./updates.ts";

/** One managed resource of a plan. */
export interface PlannedResource {
  readonly address: string;
  /** Terraform resource type. */
  readonly type: string;
  /** The entry of `resource_changes`; undefined for a resource of the state that the plan does not change. */
  readonly entry: JsonMap | undefined;
  /** The subscription by its own id or scope, or else its provider's; undefined when not known. */
  readonly subscriptionId: string | undefined;
  /** The resource in ARM's shape; undefined when it does not exist before, or is irrelevant to a baseline. */
  readonly before: ArmResource | undefined;
  readonly after: ArmResource | undefined;
}

/** The evidence of a plan before and after its apply. */
export interface PlanEvidence {
  /** By subscription, each GUID in lower case: after the apply, with {@link Unknown} for values known only then. */
  readonly after: ReadonlyMap<string, Evidence>;
  /** By subscription: the refreshed state that the plan starts from. */
  readonly before: ReadonlyMap<string, Evidence>;
  /** Every managed resource without deposed objects, in the plan's order. */
  readonly resources: readonly PlannedResource[];
  /** Resources in ARM's shape whose subscription the plan does not show. */
  readonly unplaced: { readonly after: readonly ArmResource[]; readonly before: readonly ArmResource[] };
  readonly providers: readonly PlanProvider[];
  readonly misplaced: readonly MisplacedResource[];
  /**
   * Returns the subscription of an entry of `resource_changes` or `resource_drift`, even if the plan lacks its
   * resource.
   */
  placeBefore(entry: unknown): string | undefined;
  /** Returns the resource of this address. */
  resource(address: string): PlannedResource | undefined;
  /** Returns the configured expressions of a resource; undefined when the plan does not have it. */
  expression(address: string): Expression | undefined;
}

/**
 * Reads a plan from the output of `terraform show -json` or `tofu show -json`. It ignores unknown members, so later
 * minor versions of the format are accepted, and supports modules of any depth, `count` and `for_each`.
 *
 * Source: https://developer.hashicorp.com/terraform/internals/json-format
 *
 * @param plan the parsed JSON
 * @param environment the subscription of providers configured by the environment, where the caller knows it
 * @throws {PlanFormatError} when it is not a plan, or has an unknown major version of the format
 */
export function readPlan(plan: unknown, environment?: string): PlanEvidence {
  checkFormat(plan);
  return new PlanReader(plan, environment).read();
}

class PlanReader {
  readonly #plan: unknown;
  readonly #entries: readonly Entry[];
  readonly #modules: Modules;
  readonly #references: PlanReferences;
  readonly #providers: PlanProviders;
  readonly #placement: Placement;
  readonly #mapped = new Map<Entry, ArmResource | "in progress" | undefined>();
  #byAddress: ReadonlyMap<string, Entry> | undefined;
  #data: ReadonlyMap<string, unknown> | undefined;

  constructor(plan: unknown, environment: string | undefined) {
    const configuration = member(plan, "configuration");
    this.#plan = plan;
    this.#entries = entriesOf(plan);
    this.#modules = new Modules(configuration);
    this.#references = new PlanReferences(this.#modules, {
      variable: (name) => member(member(member(plan, "variables"), name), "value"),
      attribute: (address, name) => this.#attribute(address, name),
      data: (address, name) => this.#dataAttribute(address, name),
    });
    this.#providers = new PlanProviders(configuration, this.#modules, this.#references);
    this.#placement = new Placement(
      plan,
      this.#entries,
      this.#modules,
      this.#providers,
      (entry) => this.#expressions(entry),
      environment,
    );
  }

  read(): PlanEvidence {
    const after = new Gathered();
    const before = new Gathered();
    const planned = this.#entries.map((entry): Planned => {
      const { address, type } = entry;
      const later = this.#map(entry);
      const prior = isNoOp(entry) ? later : this.#mapValues(entry, member(entry.change, "before"));
      const places = {
        after: this.#placement.subscription(entry, "after", later?.id),
        before: this.#placement.subscription(entry, "before", prior?.id),
      };
      if (!isPartialUpdate(type)) {
        after.add(places.after, later);
        before.add(places.before, prior);
      }
      const subscriptionId = later === undefined && isGone(entry) ? places.before : places.after;
      return { address, type, entry: entry.raw, subscriptionId, before: prior, after: later, places };
    });
    // Resources are needed before the updates that merge into them.
    const resources = planned.map(({ places, ...resource }) =>
      isPartialUpdate(resource.type) ? this.#merge(resource, places, after, before) : resource,
    );
    const providerOf = (...configured: Parameters<Placement["ofConfigured"]>) =>
      this.#placement.ofConfigured(...configured);
    for (const group of groupsRead(this.#plan, providerOf)) {
      const subscriptionId = subscriptionOf(group.id);
      for (const side of [after, before]) side.addUnlessThere(subscriptionId, group);
    }
    let byAddress: ReadonlyMap<string, PlannedResource> | undefined;
    return {
      after: after.evidence(),
      before: before.evidence(),
      resources,
      unplaced: { after: after.unplaced, before: before.unplaced },
      providers: this.#placement.providers(),
      misplaced: this.#entries.flatMap((entry) => this.#placement.misplaced(entry) ?? []),
      placeBefore: (raw) => {
        const [entry] = entryOf(raw, true);
        if (entry === undefined) return undefined;
        const prior = this.#mapValues(entry, member(entry.change, "before"));
        return this.#placement.subscription(entry, "before", prior?.id);
      },
      resource: (address) => {
        byAddress ??= new Map(resources.map((resource) => [resource.address, resource]));
        return byAddress.get(address);
      },
      expression: (address) => {
        const entry = this.#at(address);
        return entry === undefined ? undefined : this.#expressions(entry);
      },
    };
  }

  /** Merges an `azapi_update_resource` into its target; removing it changes nothing. */
  #merge(resource: PlannedResource, places: Places, after: Gathered, before: Gathered): PlannedResource {
    const stays = resource.after ?? resource.before;
    return {
      ...resource,
      before: before.update(
        places.before ?? places.after,
        resource.before ?? resource.after,
        resource.before,
      ),
      after: after.update(places.after ?? places.before, stays, resource.after),
    };
  }

  /**
   * Returns the resource after the apply in ARM's shape; undefined when it is irrelevant, deleted, or refers to itself.
   */
  #map(entry: Entry): ArmResource | undefined {
    if (mapperFor(entry.type) === undefined) return undefined;
    const known = this.#mapped.get(entry);
    if (known === "in progress") return undefined;
    if (known !== undefined || this.#mapped.has(entry)) return known;
    this.#mapped.set(entry, "in progress");
    const mapped = this.#mapValues(entry, this.#values(entry));
    this.#mapped.set(entry, mapped);
    return mapped;
  }

  #mapValues(entry: Entry, values: unknown): ArmResource | undefined {
    const own = subscriptionOf(asValue(member(values, "id")));
    const mapped = asArmResource(entry.type, values, own ?? this.#placement.ofProvider(entry));
    if (mapped === undefined) return undefined;
    // azapi merges it into the body, and no plan shows it.
    const hidden = entry.type.startsWith("azapi_") && this.#expressions(entry)?.get(HIDDEN_BODY).declared;
    const properties = hidden === true ? new Unknown(HIDDEN_BODY) : mapped.properties;
    return { ...mapped, properties, address: entry.address };
  }

  /** Returns the attributes after the apply, with unknowns; undefined when the resource does not exist then. */
  #values(entry: Entry): Value | undefined {
    const values = member(entry.change, "after");
    const unknown = member(entry.change, "after_unknown");
    if (values === null || values === undefined) return undefined;
    if (!anyUnknown(unknown)) return asValue(values);
    return withUnknowns(values, unknown, {
      expressions: this.#expressions(entry),
      resolve: (expression) => this.#references.resolve(expression),
      absent: (path) => ABSENT.get(entry.type)?.test(path) === true,
    });
  }

  #expressions(entry: Entry): Expression | undefined {
    const scope = this.#modules.at(entry.module);
    const configured = scope?.resources.get(configuredName(entry));
    if (scope === undefined || configured === undefined) return undefined;
    return new Expression(scope, member(configured, "expressions") ?? {}, entry.instance);
  }

  #at(address: string): Entry | undefined {
    this.#byAddress ??= new Map(this.#entries.map((entry) => [entry.address, entry]));
    return this.#byAddress.get(address);
  }

  #dataAttribute(address: string, name: string): Value | undefined {
    this.#data ??= new Map(
      stateResources(this.#plan).flatMap((one) => (one.data ? [[one.address, one.values] as const] : [])),
    );
    const value = member(this.#data.get(address), name);
    return value === undefined || value === null ? undefined : asValue(value);
  }

  #attribute(address: string, name: string): Value | undefined {
    const entry = this.#at(address);
    if (entry === undefined) return undefined;
    const value = member(member(entry.change, "after"), name);
    if (value !== undefined && value !== null) {
      const unknown = member(member(entry.change, "after_unknown"), name);
      return anyUnknown(unknown) ? undefined : asValue(value);
    }
    return name === "id" ? this.#map(entry)?.id : undefined;
  }
}

/** Write-only. Source: https://registry.terraform.io/providers/Azure/azapi/latest/docs/resources/resource */
const HIDDEN_BODY = "sensitive_body";

interface Places {
  readonly after: string | undefined;
  readonly before: string | undefined;
}

interface Planned extends PlannedResource {
  readonly places: Places;
}

/**
 * Attributes that a plan marks as unknown on create although Azure does not set them when the configuration omits them:
 * they are Optional and Computed in the provider. Source: azurerm 4.55.0.
 */
const ABSENT: ReadonlyMap<string, RegExp> = new Map([
  ["azurerm_cost_anomaly_alert", /^subscription_id$/],
  ["azurerm_monitor_activity_log_alert", /^criteria\.(?:resource_health|service_health)$/],
]);

class Gathered {
  readonly #found = new Map<string, ArmResource[]>();
  readonly unplaced: ArmResource[] = [];

  add(subscriptionId: string | undefined, resource: ArmResource | undefined): void {
    if (resource === undefined) return;
    if (subscriptionId === undefined) this.unplaced.push(resource);
    else this.#of(subscriptionId).push(resource);
  }

  addUnlessThere(subscriptionId: string | undefined, resource: ArmResource): void {
    if (subscriptionId === undefined) return;
    const id = comparable(resource.id);
    if (!this.#of(subscriptionId).some((other) => comparable(other.id) === id))
      this.add(subscriptionId, resource);
  }

  /**
   * Merges an update into its target. The target's properties outside the plan are unknown.
   * @param named the target of the update
   * @param update the properties it sets on this side; undefined when it sets none
   * @returns the merged resource
   */
  update(
    subscriptionId: string | undefined,
    named: ArmResource | undefined,
    update: ArmResource | undefined,
  ): ArmResource | undefined {
    if (named === undefined) return undefined;
    const resources = subscriptionId === undefined ? this.unplaced : this.#of(subscriptionId);
    const id = comparable(named.id);
    const at = id === undefined ? -1 : resources.findIndex((other) => comparable(other.id) === id);
    const target = resources[at];
    if (target === undefined) {
      const open = { ...named, properties: new Unknown() };
      resources.push(open);
      return open;
    }
    const merged = update === undefined ? target : withUpdate(target, update);
    resources[at] = merged;
    return merged;
  }

  #of(subscriptionId: string): ArmResource[] {
    const known = this.#found.get(subscriptionId);
    if (known !== undefined) return known;
    const resources: ArmResource[] = [];
    this.#found.set(subscriptionId, resources);
    return resources;
  }

  evidence(): ReadonlyMap<string, Evidence> {
    return new Map(
      [...this.#found].map(([subscriptionId, resources]) => [
        subscriptionId,
        { source: "plan", subscriptionId, resources },
      ]),
    );
  }
}

function comparable(id: Value): string | undefined {
  return typeof id === "string" ? id.replace(/\/+$/, "").toLowerCase() : undefined;
}

function isGone(entry: Entry): boolean {
  const after = member(entry.change, "after");
  return after === null || after === undefined;
}

function isNoOp(entry: Entry): boolean {
  const actions = items(member(entry.change, "actions"));
  return actions.length === 1 && actions[0] === "no-op";
}
