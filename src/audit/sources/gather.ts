import { type AzureFailure, azureFailure } from "../../azure/failure.ts";
import type { SeenSubscription, SourceAnswer, SubscriptionSource } from "./source.ts";

/** A page of subscriptions, with a complaint about it. */
export interface SourcePage {
  readonly subscriptions: readonly SeenSubscription[];
  readonly complaint?: string | undefined;
}

/** Reads all pages of a source. A failure ends the reading and is reported; earlier pages count. */
export async function gather(
  { kind, name }: Pick<SubscriptionSource, "kind" | "name">,
  pages: AsyncIterable<SourcePage>,
): Promise<SourceAnswer> {
  const found = new Map<string, SeenSubscription>();
  const complaints: string[] = [];
  try {
    for await (const { complaint, subscriptions } of pages) {
      for (const one of subscriptions) found.set(one.subscriptionId, one);
      if (complaint !== undefined) complaints.push(complaint);
    }
  } catch (error) {
    const { message }: AzureFailure = azureFailure(error);
    complaints.push(found.size === 0 ? message : `${message}; the pages before that are used`);
  }
  return { kind, name, subscriptions: [...found.values()], complaints, complete: complaints.length === 0 };
}
