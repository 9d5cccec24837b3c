/** The tenant of the sandbox when no fleet says another. */
export const DEFAULT_TENANT_ID = "11111111-1111-1111-1111-111111111111";

/** An application that may do everything a deployment does. */
export const DEPLOYER_CLIENT_ID = "00000000-0000-0000-0000-00000000d001";
/** An application that may read everything and write nothing, as a pull request's identity should. */
export const READER_CLIENT_ID = "00000000-0000-0000-0000-00000000d002";

export interface Tenant {
  readonly id: string;
  readonly displayName: string;
}

export interface KnownSubscription {
  /** GUID in lower case. */
  readonly id: string;
  readonly displayName: string;
  /** The tenant it belongs to. */
  readonly tenantId: string;
  /** The tenant it is delegated to with Azure Lighthouse; tokens of its own tenant then find no role. */
  readonly managedByTenantId?: string;
  /** The only application of its own tenant with a role. @default any application of that tenant */
  readonly clientId?: string;
  /** As ARM shows it. One that is warned or disabled can be read and not written to. @default "Enabled" */
  readonly state?: SubscriptionState;
}

/** https://learn.microsoft.com/azure/cost-management-billing/manage/subscription-states */
export type SubscriptionState = "Enabled" | "PastDue" | "Warned" | "Disabled";

export interface DirectoryProps {
  /** The tenant of subscriptions nobody declared, and the one to sign in to unless a stack says otherwise. */
  readonly defaultTenantId?: string;
  readonly tenants?: readonly Tenant[];
  /**
   * The subscriptions that exist. Left out: any GUID is a subscription of the default tenant from the first request
   * on, and a tenant's whole offer.
   */
  readonly subscriptions?: readonly KnownSubscription[];
}

/** Which tenants and subscriptions there are. */
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

  /** Changes what is known of a subscription that exists. */
  change(id: string, change: Partial<Omit<KnownSubscription, "id">>): void {
    const known = this.subscription(id);
    if (known !== undefined) this.#add({ ...known, ...change });
  }

  /** The subscriptions that somebody signed in to this tenant has a role in, by id. */
  subscriptionsOf(tenantId: string): readonly KnownSubscription[] {
    const tenant = tenantId.toLowerCase();
    return [...this.#subscriptions.values()]
      .filter((subscription) => (subscription.managedByTenantId ?? subscription.tenantId) === tenant)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Every subscription that anybody has asked for or declared, by id. */
  allSubscriptions(): readonly KnownSubscription[] {
    return [...this.#subscriptions.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** The tenants beside the partner's, by id. */
  customers(): readonly Tenant[] {
    return [...this.#tenants.values()]
      .filter(({ id }) => id !== this.defaultTenantId)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  #add(given: KnownSubscription): KnownSubscription {
    const { clientId, displayName, managedByTenantId, state } = given;
    const subscription: KnownSubscription = {
      id: given.id.toLowerCase(),
      displayName,
      tenantId: given.tenantId.toLowerCase(),
      ...(managedByTenantId === undefined ? {} : { managedByTenantId: managedByTenantId.toLowerCase() }),
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
