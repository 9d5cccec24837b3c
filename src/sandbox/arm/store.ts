import type { StoredResource } from "./resource-type.ts";

export type RegistrationState = "Registered" | "NotRegistered";

/** The content of one subscription. */
export interface SubscriptionContent {
  readonly subscriptionId: string;
  readonly resources: readonly StoredResource[];
  /** By namespace in lower case; a missing namespace has the state of a new subscription. */
  readonly registrations: Readonly<Record<string, RegistrationState>>;
}

/** The resources of one subscription, which cannot be reached through another one. */
export class SubscriptionStore {
  readonly subscriptionId: string;
  readonly #resources = new Map<string, StoredResource>();
  readonly #registrations = new Map<string, RegistrationState>();
  readonly #changed: (content: SubscriptionContent) => void;

  constructor(subscriptionId: string, changed: (content: SubscriptionContent) => void) {
    this.subscriptionId = subscriptionId;
    this.#changed = changed;
  }

  fill({ registrations, resources }: SubscriptionContent): void {
    for (const resource of resources) this.#resources.set(resource.id.toLowerCase(), resource);
    for (const [namespace, state] of Object.entries(registrations)) this.#registrations.set(namespace, state);
  }

  get(id: string): StoredResource | undefined {
    return this.#resources.get(id.toLowerCase());
  }

  /** Returns resources in the order of their ids; only those of the type, if one is given. */
  list(type?: string): readonly StoredResource[] {
    return [...this.#resources]
      .filter(([, resource]) => type === undefined || resource.type === type)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, resource]) => resource);
  }

  put(resource: StoredResource): void {
    this.#resources.set(resource.id.toLowerCase(), resource);
    this.#save();
  }

  /** Removes a resource and the resources below its id, such as those of a resource group. */
  remove(id: string): boolean {
    const key = id.toLowerCase();
    const existed = this.#resources.delete(key);
    for (const other of [...this.#resources.keys()]) {
      if (other.startsWith(`${key}/`)) this.#resources.delete(other);
    }
    if (existed) this.#save();
    return existed;
  }

  registration(namespace: string): RegistrationState | undefined {
    return this.#registrations.get(namespace.toLowerCase());
  }

  register(namespace: string, state: RegistrationState): void {
    this.#registrations.set(namespace.toLowerCase(), state);
    this.#save();
  }

  #save(): void {
    this.#changed({
      subscriptionId: this.subscriptionId,
      resources: this.list(),
      registrations: Object.fromEntries(this.#registrations),
    });
  }
}

/** Stores subscriptions between two runs. */
export interface StateKeeper {
  load(): readonly SubscriptionContent[];
  save(content: SubscriptionContent): void;
}

/** All subscriptions with at least one write. */
export class Store {
  readonly #subscriptions = new Map<string, SubscriptionStore>();
  readonly #keeper: StateKeeper | undefined;
  readonly #initial: (subscriptionId: string) => readonly StoredResource[];

  /** @param initial what is in a subscription that was never written to; default nothing */
  constructor(
    keeper?: StateKeeper,
    initial: (subscriptionId: string) => readonly StoredResource[] = () => [],
  ) {
    this.#keeper = keeper;
    this.#initial = initial;
    for (const content of keeper?.load() ?? []) this.#open(content.subscriptionId.toLowerCase(), content);
  }

  subscription(id: string): SubscriptionStore {
    const key = id.toLowerCase();
    const known = this.#subscriptions.get(key);
    if (known !== undefined) return known;
    return this.#open(key, { subscriptionId: key, resources: this.#initial(key), registrations: {} });
  }

  #open(key: string, filled: SubscriptionContent): SubscriptionStore {
    const store = new SubscriptionStore(key, (content) => this.#keeper?.save(content));
    store.fill(filled);
    this.#subscriptions.set(key, store);
    return store;
  }
}
