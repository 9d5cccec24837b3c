import type { Directory, KnownSubscription } from "../directory.ts";
import type { Claims } from "../entra/token.ts";
import type { Request } from "../http.ts";
import type { RequestLog } from "../request-log.ts";
import type { Store, SubscriptionStore } from "./store.ts";

/** What every part of ARM works with, once it is known who asks. */
export interface ArmContext {
  readonly request: Request;
  readonly claims: Claims;
  readonly directory: Directory;
  readonly store: Store;
  readonly now: Date;
  readonly log: Pick<RequestLog, "list">;
}

/** A request inside a subscription that the caller may make. */
export interface SubscriptionContext extends ArmContext {
  readonly subscription: KnownSubscription;
  readonly content: SubscriptionStore;
  readonly apiVersion: string;
}
