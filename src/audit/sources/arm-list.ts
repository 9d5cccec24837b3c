import type { AzureConnection } from "../../azure/connection.ts";
import type { Subscription } from "../../fleet/index.ts";
import { isGuid } from "../../text/guid.ts";
import { textMember } from "../../text/json.ts";
import { gather, type SourcePage } from "./gather.ts";
import type { SeenSubscription, SourceAnswer, SubscriptionSource } from "./source.ts";

/**
 * ARM's list of subscriptions: all in which the signed-in identity has a role, including delegated ones. A removed
 * delegation removes its subscription from the list without an error.
 */
export class ArmList implements SubscriptionSource {
  readonly kind = "arm";
  readonly name: string;
  readonly shows: (subscription: Subscription) => boolean;
  readonly #connection: AzureConnection;

  constructor(connection: AzureConnection, shows: (subscription: Subscription) => boolean) {
    this.#connection = connection;
    this.shows = shows;
    this.name = `Azure Resource Manager (tenant ${connection.tenantId})`;
  }

  list(): Promise<SourceAnswer> {
    return gather(this, this.#pages());
  }

  async *#pages(): AsyncGenerator<SourcePage> {
    for await (const page of this.#connection.subscriptions()) {
      yield { subscriptions: page.flatMap((one) => seenSubscription(one, "displayName") ?? []) };
    }
  }
}

/** Converts an entry of ARM's list or a row of Resource Graph to a subscription. */
export function seenSubscription(value: unknown, nameKey: string): SeenSubscription | undefined {
  const id = textMember(value, "subscriptionId");
  if (id === undefined || !isGuid(id)) return undefined;
  const tenantId = textMember(value, "tenantId")?.toLowerCase();
  const displayName = textMember(value, nameKey);
  const state = textMember(value, "state");
  return {
    subscriptionId: id.toLowerCase(),
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(displayName === undefined ? {} : { displayName }),
    ...(state === undefined ? {} : { state }),
  };
}
