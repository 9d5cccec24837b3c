import type { JsonMap } from "./json.ts";

/** The tenant of the sandbox when no fleet sets another. */
export const DEFAULT_TENANT_ID = "11111111-1111-1111-1111-111111111111";

/** An application with all permissions of a deployment. */
export const DEPLOYER_CLIENT_ID = "00000000-0000-0000-0000-00000000d001";
/** An application that may read everything and write nothing, like the identity of a pull request. */
export const READER_CLIENT_ID = "00000000-0000-0000-0000-00000000d002";

/**
 * A user with the role Admin agent of the partner's tenant, signed in to a customer's: an Owner there, as long as the
 * foreign group's assignment is.
 */
export const ADMIN_AGENT_CLIENT_ID = "00000000-0000-0000-0000-00000000d003";

export interface Tenant {
  readonly id: string;
  readonly displayName: string;
}

export interface KnownSubscription {
  /** GUID in lower case. */
  readonly id: string;
  readonly displayName: string;
  /** The tenant of the subscription. */
  readonly tenantId: string;
  /** The tenant to which it is delegated with Azure Lighthouse; tokens of its own tenant then have no role. */
  readonly managedByTenantId?: string;
  /** The delegation's `authorizations` and `eligibleAuthorizations`, as ARM has them. @default nothing */
  readonly delegation?: JsonMap;
  /** The only application of its own tenant with a role. @default - any application of that tenant */
  readonly clientId?: string;
  /** The state in ARM. Warned and disabled subscriptions are read-only. @default "Enabled" */
  readonly state?: SubscriptionState;
}

/** https://learn.microsoft.com/azure/cost-management-billing/manage/subscription-states */
export type SubscriptionState = "Enabled" | "PastDue" | "Warned" | "Disabled";

export interface DirectoryProps {
  /** The tenant of undeclared subscriptions, and the sign-in tenant unless a stack sets another. */
  readonly defaultTenantId?: string;
  readonly tenants?: readonly Tenant[];
  /**
   * The existing subscriptions. If omitted, any GUID is a subscription of the default tenant from its first request
   * on, and the tenant lists all of them.
   */
  readonly subscriptions?: readonly KnownSubscription[];
}

/** The tenants and subscriptions of the sandbox. */
export class Directory {
  readonly defaultTenantId: string;
  readonly #tenants = new Map<string, Tenant>();
  readonly #subscriptions = new Map<string, KnownSubscription>();
  readonly #open: boolean;

  constructor(props: DirectoryProps = {}) {
    this.defaultTenantId = (props.defaultTenantId ?? DEFAULT_TENANT_ID).toLowerCase();
    const own = { id: this.defaultTenantId, displayName: "Sandbox" };
    for (const { displayName, id } of [own, ...(props.tenants ?? [])]) {
      this.#tenants.set(id.toLowerCase(), { id: id.toLowerCase(), displayName });
    }
    this.#open = props.subscriptions === undefined;
    for (const subscription of props.subscriptions ?? []) this.#add(subscription);
  }

  tenant(id: string): Tenant | undefined {
    return this.#tenants.get(id.toLowerCase());
  }

  /** @param id a GUID in any case */
  subscription(id: string): KnownSubscription | undefined {
    const key = id.toLowerCase();
    const known = this.#subscriptions.get(key);
    if (known !== undefined || !this.#open) return known;
    return this.#add({ id: key, displayName: `Sandbox ${key.slice(-4)}`, tenantId: this.defaultTenantId });
  }

  /** Changes an existing subscription. */
  change(id: string, change: Partial<Omit<KnownSubscription, "id">>): void {
    const known = this.subscription(id);
    if (known !== undefined) this.#add({ ...known, ...change });
  }

  /** Delegates a subscription that exists to a tenant; to none where that is undefined. */
  delegate(id: string, tenantId: string | undefined): void {
    const known = this.subscription(id);
    if (known === undefined) return;
    const { managedByTenantId: _, ...others } = known;
    this.#add(tenantId === undefined ? others : { ...others, managedByTenantId: tenantId });
  }

  /** Returns the subscriptions in which this tenant has a role, by id. */
  subscriptionsOf(tenantId: string): readonly KnownSubscription[] {
    const tenant = tenantId.toLowerCase();
    return [...this.#subscriptions.values()]
      .filter((subscription) => (subscription.managedByTenantId ?? subscription.tenantId) === tenant)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Returns every declared or requested subscription, by id. */
  allSubscriptions(): readonly KnownSubscription[] {
    return [...this.#subscriptions.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Returns the tenants other than the partner's, by id. */
  customers(): readonly Tenant[] {
    return [...this.#tenants.values()]
      .filter(({ id }) => id !== this.defaultTenantId)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  #add(given: KnownSubscription): KnownSubscription {
    const { clientId, delegation, displayName, managedByTenantId, state } = given;
    const subscription: KnownSubscription = {
      id: given.id.toLowerCase(),
      displayName,
      tenantId: given.tenantId.toLowerCase(),
      ...(managedByTenantId === undefined ? {} : { managedByTenantId: managedByTenantId.toLowerCase() }),
      ...(delegation === undefined ? {} : { delegation }),
      ...(clientId === undefined ? {} : { clientId: clientId.toLowerCase() }),
      ...(state === undefined ? {} : { state }),
    };
    this.#subscriptions.set(subscription.id, subscription);
    for (const id of [subscription.tenantId, subscription.managedByTenantId]) {
      if (id !== undefined && !this.#tenants.has(id)) this.#tenants.set(id, { id, displayName: "Customer" });
    }
    return subscription;
  }
}
