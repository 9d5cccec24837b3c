import type { Customer, Fleet, Subscription } from "../../fleet/index.ts";
import { customerKey, oneLine, subscriptionLabel } from "../../fleet/labels.ts";
import { foldName } from "../../fleet/scalars.ts";
import type { NewCustomer, NewSubscription, ProposedValue } from "./entry-yaml.ts";
import type { ExportedCustomer, ExportedFleet, ExportedSubscription } from "./exported-fleet.ts";

/** New subscriptions of an existing customer. */
interface Extension {
  readonly customer: Customer;
  readonly subscriptions: readonly NewSubscription[];
}

/** A subscription that is renamed in Azure and unchanged in the fleet. */
interface Renamed {
  readonly subscription: Subscription;
  /** The current name in Azure. */
  readonly name: string;
}

/** A subscription that is not added to the fleet. */
interface LeftOut {
  readonly id: string;
  readonly name: string;
  readonly reason: string;
}

/** The changes that exports make to a fleet. */
export interface ImportPlan {
  /** Sorted by key. */
  readonly customers: readonly NewCustomer[];
  /** In the order of the fleet. */
  readonly extensions: readonly Extension[];
  /** Subscriptions in the fleet and in the exports. */
  readonly known: readonly Subscription[];
  readonly renamed: readonly Renamed[];
  /** Subscriptions of the fleet that are in no export; they are never removed. */
  readonly missing: readonly Subscription[];
  readonly leftOut: readonly LeftOut[];
  /** Customers of the exports without a subscription to add. */
  readonly empty: readonly ExportedCustomer[];
}

/** Returns existing values in Azure to keep in a subscription's new entry. */
export type Proposing = (subscriptionId: string) => readonly ProposedValue[];

/** Compares exports with the fleet. Existing entries of the fleet are neither changed nor removed. */
export function planImport(fleet: Fleet, exported: ExportedFleet, propose: Proposing = () => []): ImportPlan {
  const known: Subscription[] = [];
  const leftOut: LeftOut[] = [];
  const byTenant = new Map<string, ExportedSubscription[]>();
  const tenantsOfFleet = new Set<string>(fleet.customers.map(({ tenantId }) => tenantId));
  const isOwn = (tenantId: string) => tenantId === fleet.partner.tenantId && !tenantsOfFleet.has(tenantId);
  for (const one of exported.subscriptions) {
    const subscription = fleet.subscription(one.id);
    if (subscription !== undefined) {
      known.push(subscription);
      continue;
    }
    const reason = whyNot(one, isOwn);
    if (reason !== undefined) {
      leftOut.push({ id: one.id, name: readable(one), reason });
      continue;
    }
    const tenantId = one.tenantId ?? "";
    const found = byTenant.get(tenantId);
    if (found === undefined) byTenant.set(tenantId, [one]);
    else found.push(one);
  }
  const named = new Map(exported.subscriptions.map((one) => [one.id, one]));
  const seen = new Set<string>(known.map(({ id }) => id));
  const planner = new Planner(fleet, exported, propose);
  const extensions = fleet.customers.flatMap((customer) => planner.extension(customer, byTenant) ?? []);
  const customers = [...byTenant.keys()]
    .sort()
    .map((tenantId) => planner.customer(tenantId, byTenant.get(tenantId) ?? []));
  const tenants = new Set<string>([...fleet.customers, ...customers].map(({ tenantId }) => tenantId));
  return {
    customers: customers.sort((a, b) => (a.key < b.key ? -1 : 1)),
    extensions,
    known,
    renamed: known.flatMap((subscription) => renamed(subscription, named.get(subscription.id)) ?? []),
    missing: fleet.subscriptions.filter(({ id }) => !seen.has(id)),
    leftOut,
    empty: [...exported.customers.values()].filter(
      ({ tenantId }) => !tenants.has(tenantId) && tenantId !== fleet.partner.tenantId,
    ),
  };
}

class Planner {
  readonly #exported: ExportedFleet;
  readonly #propose: Proposing;
  readonly #keys: Set<string>;

  constructor(fleet: Fleet, exported: ExportedFleet, propose: Proposing) {
    this.#exported = exported;
    this.#propose = propose;
    this.#keys = new Set(fleet.customers.map(({ key }) => key));
  }

  /** Takes the customer's subscriptions from the map: of two customers with one tenant, the first gets them. */
  extension(customer: Customer, byTenant: Map<string, ExportedSubscription[]>): Extension | undefined {
    const found = byTenant.get(customer.tenantId);
    if (found === undefined) return undefined;
    byTenant.delete(customer.tenantId);
    const taken = new Set(customer.subscriptions.map(({ name }) => foldName(name)));
    return { customer, subscriptions: this.#entries(found, taken) };
  }

  customer(tenantId: string, found: readonly ExportedSubscription[]): NewCustomer {
    const { displayName = "", domain } = this.#exported.customers.get(tenantId) ?? {};
    const name = oneLine(displayName, 256);
    const key = customerKey({ tenantId, displayName: name, domain }, this.#keys);
    const subscriptions = this.#entries(found, new Set());
    return {
      key,
      displayName: name || oneLine(domain ?? "", 256) || `Tenant ${tenantId}`,
      tenantId,
      subscriptions,
    };
  }

  #entries(found: readonly ExportedSubscription[], taken: Set<string>): NewSubscription[] {
    return found.map(({ id, name }) => ({
      id,
      name: subscriptionLabel(name, id, taken),
      values: this.#propose(id),
    }));
  }
}

/** The reason for skipping a subscription whose tenant is missing from the files. */
export const NO_TENANT =
  "no file has its tenant: add the column Directory ID to the portal's list before exporting, or export az account list";

/**
 * States in which there is nothing to monitor: of Azure, and of Partner Center. `Warned` and `PastDue` are still
 * active.
 */
const ENDED = /^(disabled|deleted|suspended|expired|cancell?ed|inactive)$/i;

function whyNot(
  { state, tenantId }: ExportedSubscription,
  isOwn: (tenantId: string) => boolean,
): string | undefined {
  if (state !== undefined && ENDED.test(state)) return `it is ${state.toLowerCase()}`;
  if (tenantId === undefined) return NO_TENANT;
  return isOwn(tenantId) ? "it is the partner's own" : undefined;
}

/** Returns the new name, unless the label was derived from it or it is Azure's default name. */
function renamed(
  subscription: Subscription,
  exported: ExportedSubscription | undefined,
): Renamed | undefined {
  if (exported?.name === undefined) return undefined;
  const name = readable(exported);
  const label = subscriptionLabel(exported.name, subscription.id, new Set());
  const apart = subscriptionLabel(exported.name, subscription.id, new Set([foldName(label)]));
  const isSame = [name, label, apart].some((one) => foldName(one) === foldName(subscription.name));
  return isSame ? undefined : { subscription, name };
}

function readable({ id, name = "" }: ExportedSubscription): string {
  return oneLine(name, 64) || id;
}
