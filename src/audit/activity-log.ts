import type { AzureConnection } from "../azure/connection.ts";
import { azureFailure } from "../azure/failure.ts";
import { member, textMember } from "../text/json.ts";
import { cut, oneLine } from "../text/visible.ts";

/** The last change of a resource in Azure's activity log. */
export interface Activity {
  /** The user's name or an application's id, as in Azure. */
  readonly caller: string;
  /** `Microsoft.Consumption/budgets/delete` */
  readonly operation: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Entries of the activity log for resources of a subscription. */
export interface Activities {
  /** By the id of the resource in lower case; resources without an entry are missing. */
  readonly byResource: ReadonlyMap<string, Activity>;
  /** The reason why the log could not be read; undefined if it could. */
  readonly unread?: string;
}

/** Azure keeps 90 days; nightly runs detect changes sooner. */
const DAYS = 14;
/** The maximum number of requests for a subscription. */
const MOST_REQUESTS = 4;
const WRITES = /\/(?:write|delete|action)$/i;
const GROUP = /^\/subscriptions\/[^/]+\/resourcegroups\/([^/]+)/i;

/**
 * Returns the last change of each resource in Azure's activity log. Changes of a whole resource group count for its
 * resources. A failure to read is part of the result and does not stop the run.
 *
 * Source: https://learn.microsoft.com/rest/api/monitor/activity-logs/list
 *
 * @param resources ids
 */
export async function lastActivities(
  connection: Pick<AzureConnection, "list">,
  subscriptionId: string,
  resources: readonly string[],
  now: Date,
): Promise<Activities> {
  const byResource = new Map<string, Activity>();
  const groups = new Set(resources.flatMap((id) => GROUP.exec(id)?.[1]?.toLowerCase() ?? []));
  const filters = [
    ...[...groups].map((name) => `resourceGroupName eq '${quoted(name)}'`),
    ...resources.filter((id) => !GROUP.test(id)).map((id) => `resourceUri eq '${quoted(id)}'`),
  ];
  const since = new Date(now.getTime() - DAYS * 24 * 3600 * 1000);
  const time = `eventTimestamp ge '${since.toISOString()}' and eventTimestamp le '${now.toISOString()}'`;
  try {
    for (const filter of filters.slice(0, MOST_REQUESTS)) {
      const query = `api-version=2015-04-01&$filter=${encodeURIComponent(`${time} and ${filter}`)}`;
      const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Insights/eventtypes/management/values`;
      for (const event of await connection.list(`${path}?${query}`)) note(event, resources, byResource);
    }
    return { byResource };
  } catch (error) {
    return { byResource, unread: azureFailure(error).message };
  }
}

function note(event: unknown, resources: readonly string[], byResource: Map<string, Activity>): void {
  const operation = textMember(member(event, "operationName"), "value") ?? "";
  const at = Date.parse(textMember(event, "eventTimestamp") ?? "");
  const about = textMember(event, "resourceId")?.toLowerCase() ?? "";
  const status = textMember(member(event, "status"), "value") ?? "";
  if (!WRITES.test(operation) || Number.isNaN(at) || about === "" || /^failed$/i.test(status)) return;
  const activity = {
    caller: cut(oneLine(textMember(event, "caller") ?? ""), 200),
    operation: cut(oneLine(operation), 200),
    at: new Date(at).toISOString(),
  };
  const isGroup = GROUP.exec(about)?.[0] === about;
  for (const resource of resources) {
    const id = resource.toLowerCase();
    // Creating a group again does not change its resources; deleting it does.
    const isMeant = id === about || (isGroup && /\/delete$/i.test(operation) && id.startsWith(`${about}/`));
    const known = byResource.get(id);
    if (isMeant && (known === undefined || known.at < activity.at)) byResource.set(id, activity);
  }
}

/** Escapes a quote for OData. */
function quoted(text: string): string {
  return text.replaceAll("'", "''");
}
