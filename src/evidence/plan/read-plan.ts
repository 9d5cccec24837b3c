import type { ArmResource, Evidence } from "../evidence.ts";
import { items, type JsonMap, member } from "../json.ts";
import { subscriptionOf } from "../terraform/attributes.ts";
import { mapperFor } from "../terraform/mappers.ts";
import type { Value } from "../value.ts";
import { asArmResource } from "./arm-resource.ts";
import { configuredName, type Entry, entriesOf } from "./entries.ts";
import { Expression } from "./expression.ts";
import { checkFormat } from "./format.ts";
import { Modules } from "./modules.ts";
import { type MisplacedResource, Placement } from "./placement.ts";
import { PlanReferences } from "./plan-references.ts";
import { type PlanProvider, PlanProviders } from "./providers.ts";
import { anyUnknown, asValue, withUnknowns } from "./unknowns.ts";

/** What a plan says of one managed resource. */
export interface PlannedResource {
  readonly address: string;
  /** Terraform resource type. */
  readonly type: string;
  /** The entry of `resource_changes`; undefined for a resource of the state that the plan leaves alone. */
  readonly entry: JsonMap | undefined;
  /** Where it goes, or was: its own id or scope, or else its provider's; undefined when that cannot be told. */
  readonly subscriptionId: string | undefined;
  /** In ARM's shape; undefined when it is not there then, or says nothing about a baseline. */
  readonly before: ArmResource | undefined;
  readonly after: ArmResource | undefined;
}

/** What a plan would make of Azure, and what it found there. */
export interface PlanEvidence {
  /** By subscription, each GUID in lower case: after the apply, with {@link Unknown} for what only it will tell. */
  readonly after: ReadonlyMap<string, Evidence>;
  /** By subscription: the state that the plan starts from, refreshed. */
  readonly before: ReadonlyMap<string, Evidence>;
  /** Every managed resource, deposed objects apart, in the plan's order. */
  readonly resources: readonly PlannedResource[];
  /** Addresses of resources in ARM's shape of which it cannot be told which subscription they go to. */
  readonly placeless: readonly string[];
  readonly providers: readonly PlanProvider[];
  readonly misplaced: readonly MisplacedResource[];
  /** The resource of this address. */
  resource(address: string): PlannedResource | undefined;
  /** What the configuration says of a resource's attributes; undefined when the plan does not have it. */
  expression(address: string): Expression | undefined;
}

/**
 * Reads what `terraform show -json` or `tofu show -json` says of a plan. Unknown members are passed over, so later
 * minor versions of the format are read as well; any depth of modules, `count` and `for_each` are.
 *
 * Source: https://developer.hashicorp.com/terraform/internals/json-format
 *
 * @param plan the parsed JSON
 * @param environment the subscription of providers that take theirs from the environment, where the caller knows it
 * @throws {PlanFormatError} when it is no plan, or of a major version of the format that is not known
 */
export function readPlan(plan: unknown, environment?: string): PlanEvidence {
  checkFormat(plan);
  return new PlanReader(plan, environment).read();
}

class PlanReader {
  readonly #entries: readonly Entry[];
  readonly #modules: Modules;
  readonly #references: PlanReferences;
  readonly #providers: PlanProviders;
  readonly #placement: Placement;
  readonly #mapped = new Map<Entry, ArmResource | "in progress" | undefined>();
  #byAddress: ReadonlyMap<string, Entry> | undefined;

  constructor(plan: unknown, environment: string | undefined) {
    const configuration = member(plan, "configuration");
    this.#entries = entriesOf(plan);
    this.#modules = new Modules(configuration);
    this.#references = new PlanReferences(this.#modules, {
      variable: (name) => member(member(member(plan, "variables"), name), "value"),
      attribute: (address, name) => this.#attribute(address, name),
    });
    this.#providers = new PlanProviders(configuration, this.#modules, this.#references);
    this.#placement = new Placement(plan, this.#modules, this.#providers, environment);
  }

  read(): PlanEvidence {
    const after = new Gathered();
    const before = new Gathered();
    const placeless: string[] = [];
    const resources = this.#entries.map((entry): PlannedResource => {
      const { address, type } = entry;
      const planned = this.#map(entry);
      const prior = isNoOp(entry) ? planned : this.#mapValues(entry, member(entry.change, "before"));
      const subscriptionId = this.#placement.subscription(entry, (planned ?? prior)?.id);
      after.add(subscriptionId, planned);
      before.add(prior === planned ? subscriptionId : this.#placement.subscription(entry, prior?.id), prior);
      if (subscriptionId === undefined && (planned ?? prior) !== undefined) placeless.push(address);
      return { address, type, entry: entry.raw, subscriptionId, before: prior, after: planned };
    });
    let byAddress: ReadonlyMap<string, PlannedResource> | undefined;
    return {
      after: after.evidence(),
      before: before.evidence(),
      resources,
      placeless,
      providers: this.#providers.all(),
      misplaced: this.#entries.flatMap((entry) => this.#placement.misplaced(entry) ?? []),
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

  /** The resource after the apply in ARM's shape; undefined when it is of no interest, goes away, or refers to itself. */
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
    return mapped === undefined ? undefined : { ...mapped, address: entry.address };
  }

  /** The attributes after the apply, with what is unknown; undefined when the resource is not there then. */
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

/**
 * Attributes that a plan calls unknown on create although leaving them out of the configuration leaves them out of
 * Azure too: they are Optional and Computed in the provider. Source: azurerm 4.55.0.
 */
const ABSENT: ReadonlyMap<string, RegExp> = new Map([
  ["azurerm_cost_anomaly_alert", /^subscription_id$/],
  ["azurerm_monitor_activity_log_alert", /^criteria\.(?:resource_health|service_health)$/],
]);

class Gathered {
  readonly #found = new Map<string, ArmResource[]>();

  add(subscriptionId: string | undefined, resource: ArmResource | undefined): void {
    if (subscriptionId === undefined || resource === undefined) return;
    const resources = this.#found.get(subscriptionId);
    if (resources === undefined) this.#found.set(subscriptionId, [resource]);
    else resources.push(resource);
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

function isNoOp(entry: Entry): boolean {
  const actions = items(member(entry.change, "actions"));
  return actions.length === 1 && actions[0] === "no-op";
}
