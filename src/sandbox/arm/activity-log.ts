import { queryParameter, type Reply } from "../http.ts";
import { type JsonMap, textAt } from "../json.ts";
import type { RequestRecord } from "../request-log.ts";
import type { ArmContext, SubscriptionContext } from "./context.ts";
import { ArmError, badRequest } from "./error.ts";
import { listReply } from "./paging.ts";
import { parseResourcePath } from "./resource-path.ts";

export const ACTIVITY_LOG = /^\/providers\/microsoft\.insights\/eventtypes\/management\/values$/i;
const WRITES: ReadonlyMap<string, string> = new Map([
  ["PUT", "write"],
  ["PATCH", "write"],
  ["DELETE", "delete"],
]);

/**
 * `GET .../eventtypes/management/values`: the writes in the subscription, the latest first, from the record of
 * requests. As in Azure, the filter must contain a start time and may name one resource or one resource group.
 *
 * Source: https://learn.microsoft.com/rest/api/monitor/activity-logs/list
 */
export function activityLog(
  { log, request, subscription }: SubscriptionContext,
  happened: readonly JsonMap[],
): Reply {
  const filter = queryParameter(request, "$filter") ?? "";
  const [, since] = /\beventTimestamp ge '([^']+)'/i.exec(filter) ?? [];
  if (since === undefined || Number.isNaN(Date.parse(since)))
    throw badRequest("The $filter must have eventTimestamp ge.", "BadRequest");
  const [, until = "9999"] = /\beventTimestamp le '([^']+)'/i.exec(filter) ?? [];
  const [, what, wanted = ""] = /\b(resourceUri|resourceGroupName) eq '([^']*)'/i.exec(filter) ?? [];
  const isWanted = ({ path }: Pick<RequestRecord, "path">) => {
    const id = path.toLowerCase();
    if (what?.toLowerCase() === "resourceuri") return id === wanted.toLowerCase();
    return what === undefined || `${id}/`.includes(`/resourcegroups/${wanted.toLowerCase()}/`);
  };
  const start = `/subscriptions/${subscription.id}/`;
  const events = log.list().filter((record) => {
    const isWrite = WRITES.has(record.method) && record.code >= 200 && record.code < 300;
    const inTime = Date.parse(record.at) >= Date.parse(since) && record.at <= until;
    return isWrite && inTime && record.path.toLowerCase().startsWith(start) && isWanted(record);
  });
  const others = happened.filter((one) => {
    const at = textAt(one, "eventTimestamp") ?? "";
    const path = (textAt(one, "resourceId") ?? "").toLowerCase();
    return Date.parse(at) >= Date.parse(since) && at <= until && isWanted({ path });
  });
  const latestFirst = (a: JsonMap, b: JsonMap) =>
    Date.parse(textAt(b, "eventTimestamp") ?? "") - Date.parse(textAt(a, "eventTimestamp") ?? "");
  return listReply(request, [...events.reverse().map(event), ...others].sort(latestFirst), 200);
}

/**
 * `GET /providers/Microsoft.Insights/eventtypes/management/values`: the delegations that came to the partner's tenant or went.
 *
 * Source: https://learn.microsoft.com/azure/lighthouse/how-to/monitor-delegation-changes
 */
export function tenantActivityLog({ claims, directory, log, request }: ArmContext): Reply {
  if (claims.tenantId !== directory.defaultTenantId) {
    const message = `The client '${claims.appId}' does not have authorization to perform action 'Microsoft.Insights/eventtypes/values/read' over scope '/'.`;
    throw new ArmError(403, "AuthorizationFailed", message);
  }
  const filter = queryParameter(request, "$filter") ?? "";
  const [, since = ""] = /\beventTimestamp ge '([^']+)'/i.exec(filter) ?? [];
  if (Number.isNaN(Date.parse(since)))
    throw badRequest("The $filter must have eventTimestamp ge.", "BadRequest");
  const changes = log.list().filter(({ at, code, method, path }) => {
    const isDelegation = parseResourcePath(path)?.type.toLowerCase() === REGISTRATION_ASSIGNMENTS;
    return (
      isDelegation && WRITES.has(method) && code >= 200 && code < 300 && Date.parse(at) >= Date.parse(since)
    );
  });
  return listReply(request, changes.reverse().map(delegationEvent), 200);
}

const REGISTRATION_ASSIGNMENTS = "microsoft.managedservices/registrationassignments";

function delegationEvent({ at, method, path, tenantId }: RequestRecord): JsonMap {
  const subscriptionId = parseResourcePath(path)?.subscriptionId ?? "";
  const operation = `Microsoft.Resources/tenants/${method === "DELETE" ? "unregister" : "register"}/action`;
  const description = {
    subscriptionId,
    subscriptionTenantId: tenantId ?? "",
    delegationResourceId: `/subscriptions/${subscriptionId}`,
  };
  return {
    eventTimestamp: at,
    eventName: { value: "EndRequest", localizedValue: "End request" },
    operationName: { value: operation, localizedValue: operation },
    resourceType: { value: "Microsoft.Resources/tenants", localizedValue: "" },
    status: { value: "Succeeded", localizedValue: "Succeeded" },
    description: JSON.stringify(description),
  };
}

function event({ appId, at, method, path }: RequestRecord): JsonMap {
  const parsed = parseResourcePath(path);
  const operation = `${parsed?.type ?? "Microsoft.Resources/subscriptions"}/${WRITES.get(method) ?? "write"}`;
  return {
    caller: appId ?? "",
    eventTimestamp: at,
    operationName: { value: operation, localizedValue: operation },
    resourceId: path,
    status: { value: "Succeeded", localizedValue: "Succeeded" },
    level: "Informational",
  };
}
