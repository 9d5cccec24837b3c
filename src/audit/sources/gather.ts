import { type AzureFailure, azureFailure } from "../../azure/failure.ts";
import type { SeenSubscription, SourceAnswer, SubscriptionSource } from "./source.ts";

/** Subscriptions as they come, page by page, and what is to be said of a page. */
export interface SourcePage {
  readonly subscriptions: readonly SeenSubscription[];
  readonly complaint?: string | undefined;
}

/** Reads all pages of a source. A failure ends the reading and is said; what came before it counts. */
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
    complaints.push(found.size === 0 ? message : `${message}; what it said before that is used`);
  }
  return { kind, name, subscriptions: [...found.values()], complaints, complete: complaints.length === 0 };
}
