import type { AzureConnection } from "../../azure/connection.ts";
import type { Subscription } from "../../fleet/index.ts";
import { seenSubscription } from "./arm-list.ts";
import { gather, type SourcePage } from "./gather.ts";
import type { SourceAnswer, SubscriptionSource } from "./source.ts";

const QUERY =
  "resourcecontainers | where type =~ 'microsoft.resources/subscriptions'" +
  " | project subscriptionId, name, tenantId, state = properties.state | order by subscriptionId asc";

/**
 * Azure Resource Graph's subscriptions: those of ARM's list, some minutes later. Beyond 10,000 it returns the first
 * ones and
 * sets a header: https://learn.microsoft.com/azure/governance/resource-graph/concepts/work-with-data
 */
export class ResourceGraphList implements SubscriptionSource {
  readonly kind = "graph";
  readonly name: string;
  readonly shows: (subscription: Subscription) => boolean;
  readonly #connection: AzureConnection;

  constructor(connection: AzureConnection, shows: (subscription: Subscription) => boolean) {
    this.#connection = connection;
    this.shows = shows;
    this.name = `Azure Resource Graph (tenant ${connection.tenantId})`;
  }

  list(): Promise<SourceAnswer> {
    return gather(this, this.#pages());
  }

  async *#pages(): AsyncGenerator<SourcePage> {
    let skipToken: string | undefined;
    do {
      const page = await this.#connection.query(QUERY, undefined, skipToken);
      const subscriptions = page.rows.flatMap((row) => seenSubscription(row, "name") ?? []);
      yield { subscriptions, complaint: page.cut };
      ({ skipToken } = page);
    } while (skipToken !== undefined);
  }
}
