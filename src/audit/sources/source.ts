import type { Subscription } from "../../fleet/index.ts";

export type SourceKind = "arm" | "graph" | "partner-center" | "files";

/** A subscription in a source. */
export interface SeenSubscription {
  /** In lower case. */
  readonly subscriptionId: string;
  /** The tenant it belongs to, in lower case. */
  readonly tenantId?: string;
  readonly displayName?: string;
  /** `Enabled`, `Warned`, `PastDue`, `Disabled`, `Deleted`; of Partner Center `active`, `suspended`, `deleted`. */
  readonly state?: string;
}

/** The answer of a source. */
export interface SourceAnswer {
  readonly kind: SourceKind;
  /** The name of the source for messages: `Azure Resource Manager in tenant 1111...`. */
  readonly name: string;
  readonly subscriptions: readonly SeenSubscription[];
  /** The reasons why the list may be incomplete: one line each, always reported. */
  readonly complaints: readonly string[];
  /** Whether everything visible was read. */
  readonly complete: boolean;
  /** Whether the source does not list subscriptions: then its omissions prove nothing. @default false */
  readonly isNoList?: boolean;
}

/** A source of subscriptions. */
export interface SubscriptionSource {
  readonly kind: SourceKind;
  readonly name: string;
  /** Reports whether the source would show this managed subscription, if it exists. */
  readonly shows: (subscription: Subscription) => boolean;
  /** Reads the source; failures are part of the answer. */
  list(): Promise<SourceAnswer>;
}
