import type { AzureConnection } from "../../azure/connection.ts";
import { azureFailure } from "../../azure/failure.ts";
import { member, textMember } from "../../text/json.ts";

/** The days on which delegations were removed, by the tenant's activity log. */
export interface RemovedDelegations {
  /** `YYYY-MM-DD`, by the id of the subscription in lower case. */
  readonly days: ReadonlyMap<string, string>;
  /** Why it could not be read; undefined where it could. */
  readonly unread?: string;
}

/** Azure keeps 90 days. */
const DAYS = 89;
const REMOVED = "microsoft.resources/tenants/unregister/action";

/**
 * Removals of delegations to the tenant that is signed in to. It takes Monitoring Reader at the root scope of that tenant.
 * https://learn.microsoft.com/azure/lighthouse/how-to/monitor-delegation-changes
 */
export async function removedDelegations(
  connection: Pick<AzureConnection, "list">,
  now: Date,
): Promise<RemovedDelegations> {
  const since = new Date(now.getTime() - DAYS * 24 * 3600 * 1000).toISOString();
  const filter = encodeURIComponent(`eventTimestamp ge '${since}'`);
  const path = `/providers/Microsoft.Insights/eventtypes/management/values?api-version=2015-04-01&$filter=${filter}`;
  const days = new Map<string, string>();
  try {
    for (const event of await connection.list(path)) {
      const at = textMember(event, "eventTimestamp") ?? "";
      const id = removedIn(event);
      if (id === undefined || Number.isNaN(Date.parse(at))) continue;
      const day = new Date(at).toISOString().slice(0, 10);
      if (day > (days.get(id) ?? "")) days.set(id, day);
    }
    return { days };
  } catch (error) {
    const { message, status } = azureFailure(error);
    const lacks = "it takes the role Monitoring Reader at the root scope of the partner's tenant";
    return { days, unread: status === 403 ? lacks : message };
  }
}

/** The subscription of which an event says that its delegation was removed. */
function removedIn(event: unknown): string | undefined {
  if (textMember(member(event, "operationName"), "value")?.toLowerCase() !== REMOVED) return undefined;
  if (/^failed$/i.test(textMember(member(event, "status"), "value") ?? "")) return undefined;
  try {
    const description: unknown = JSON.parse(textMember(event, "description") ?? "");
    // The delegation of a resource group does not cover the subscription.
    const isGroup = /\/resourcegroups\//i.test(textMember(description, "delegationResourceId") ?? "");
    return isGroup ? undefined : textMember(description, "subscriptionId")?.toLowerCase();
  } catch {
    return undefined;
  }
}
