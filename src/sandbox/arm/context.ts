import type { Directory, KnownSubscription } from "../directory.ts";
import type { Claims } from "../entra/token.ts";
import type { Request } from "../http.ts";
import type { RequestLog } from "../request-log.ts";
import type { Store, SubscriptionStore } from "./store.ts";

/** The input of every part of ARM after the caller is known. */
export interface ArmContext {
  readonly request: Request;
  readonly claims: Claims;
  readonly directory: Directory;
  readonly store: Store;
  readonly now: Date;
  readonly log: Pick<RequestLog, "list">;
}

/** An authorized request inside a subscription. */
export interface SubscriptionContext extends ArmContext {
  readonly subscription: KnownSubscription;
  readonly content: SubscriptionStore;
  readonly apiVersion: string;
}
