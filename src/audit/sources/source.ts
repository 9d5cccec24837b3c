import type { Subscription } from "../../fleet/index.ts";

export type SourceKind = "arm" | "graph" | "partner-center" | "files";

/** A subscription, as a source shows it. */
export interface SeenSubscription {
  /** In lower case. */
  readonly subscriptionId: string;
  /** The tenant it belongs to, in lower case. */
  readonly tenantId?: string;
  readonly displayName?: string;
  /** `Enabled`, `Warned`, `PastDue`, `Disabled`, `Deleted`; of Partner Center `active`, `suspended`, `deleted`. */
  readonly state?: string;
}

/** What a source said. */
export interface SourceAnswer {
  readonly kind: SourceKind;
  /** What is asked, for a person: `Azure Resource Manager in tenant 1111...`. */
  readonly name: string;
  readonly subscriptions: readonly SeenSubscription[];
  /** Why it may not be all: one line each, to be said whatever else happens. */
  readonly complaints: readonly string[];
  /** Whether everything was read that there is to see. */
  readonly complete: boolean;
  /** Whether it only happens to name subscriptions: then nothing follows for those that it does not name. @default false */
  readonly isNoList?: boolean;
}

/** Something that knows which subscriptions there are. */
export interface SubscriptionSource {
  readonly kind: SourceKind;
  readonly name: string;
  /** Whether it would show this managed subscription, if it is there. */
  readonly shows: (subscription: Subscription) => boolean;
  /** Asks it; what fails is said in the answer. */
  list(): Promise<SourceAnswer>;
}
