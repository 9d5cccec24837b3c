import type { KnownSubscription } from "../directory.ts";
import type { Reply } from "../http.ts";
import { at, isMap, type Json, type JsonMap, mapAt, parseMap, textAt, textsAt } from "../json.ts";
import { RESOURCE_TYPES } from "../types/index.ts";
import { readable } from "./access.ts";
import type { ArmContext } from "./context.ts";
import { badRequest } from "./error.ts";
import { parseQuery, runQuery } from "./kusto.ts";
import { page } from "./paging.ts";
import type { StoredResource } from "./resource-type.ts";
import { subscriptionBody } from "./subscriptions.ts";

/** Small, unless the request has `$top`. Azure's default is 100 rows, at most 1,000. */
const PAGE_ROWS = 10;
const MAX_ROWS = 1000;

/**
 * The table of each type.
 * https://learn.microsoft.com/azure/governance/resource-graph/reference/supported-tables-resources
 */
const TABLES: Readonly<Record<string, string>> = {
  "microsoft.insights/actiongroups": "resources",
  "microsoft.insights/activitylogalerts": "resources",
  "microsoft.security/pricings": "securityresources",
  "microsoft.authorization/policyassignments": "policyresources",
  "microsoft.resources/resourcegroups": "resourcecontainers",
};

/**
 * Answers Azure Resource Graph queries of a simple form: one table, `where` with comparisons joined by `and`,
 * `project`, `order by`, `take`, `count`. Rejects any other operator by name. Unlike Azure's, its data is never
 * delayed.
 */
export function resourceGraph(context: ArmContext): Reply {
  const { claims, directory, request } = context;
  const body = parseMap(request.body);
  const query = textAt(body, "query");
  if (body === undefined || query === undefined)
    throw badRequest("The body must be an object with a 'query'.");
  const { operators, table } = parseQuery(query);
  const wanted = new Set(textsAt(body, "subscriptions").map((id) => id.toLowerCase()));
  const subscriptions = readable(claims, directory).filter(({ id }) => wanted.size === 0 || wanted.has(id));
  const all = runQuery(
    operators,
    subscriptions.flatMap((subscription) => rowsOf(context, subscription, table)),
  );
  const top = at(body, "options", "$top");
  const size = typeof top === "number" ? Math.min(Math.max(1, Math.floor(top)), MAX_ROWS) : PAGE_ROWS;
  const { items, next } = page(all, textAt(body, "options", "$skipToken"), size);
  return {
    status: 200,
    body: {
      totalRecords: all.length,
      count: items.length,
      data: items,
      facets: [],
      resultTruncated: "false",
      ...(next === undefined ? {} : { $skipToken: next }),
    },
  };
}

function rowsOf(context: ArmContext, subscription: KnownSubscription, table: string): readonly JsonMap[] {
  const rows = [...RESOURCE_TYPES.values()]
    .filter(({ type }) => TABLES[type.toLowerCase()] === table)
    .flatMap((type) => {
      const stored = context.store.subscription(subscription.id).list(type.type);
      const builtIn = [...(type.builtIn ?? [])]
        .filter(([name]) => !stored.some((resource) => resource.name === name))
        .map(([name, content]): StoredResource => {
          const id = `/subscriptions/${subscription.id}/providers/${type.type}/${name}`;
          return { id, type: type.type, name, version: 0, content };
        });
      return [...stored, ...builtIn].map((resource) => rowOf(subscription, resource));
    });
  return table === "resourcecontainers" ? [containerOf(subscription), ...rows] : rows;
}

function rowOf(subscription: KnownSubscription, resource: StoredResource): JsonMap {
  const { content, id, name, resourceGroup } = resource;
  const type = resource.type
    .toLowerCase()
    .replace("microsoft.resources/", "microsoft.resources/subscriptions/");
  return {
    id,
    name,
    type,
    tenantId: subscription.tenantId,
    subscriptionId: subscription.id,
    resourceGroup:
      resourceGroup?.toLowerCase() ?? (type.endsWith("/resourcegroups") ? name.toLowerCase() : ""),
    location: textAt(content, "location") ?? "",
    tags: mapAt(content, "tags"),
    properties: mapAt(content, "properties"),
  };
}

function containerOf(subscription: KnownSubscription): JsonMap {
  const { id, managedByTenants = [], state = "", subscriptionPolicies = {} } = subscriptionBody(subscription);
  const properties: Json = { managedByTenants, state, subscriptionPolicies };
  return {
    id: id ?? "",
    name: subscription.displayName,
    type: "microsoft.resources/subscriptions",
    tenantId: subscription.tenantId,
    subscriptionId: subscription.id,
    resourceGroup: "",
    location: "",
    tags: {},
    properties: isMap(properties) ? properties : {},
  };
}
