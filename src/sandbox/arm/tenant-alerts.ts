import { isGuid } from "../../text/guid.ts";
import { READER_CLIENT_ID } from "../directory.ts";
import type { Reply } from "../http.ts";
import { type Json, type JsonMap, listAt, mapAt, member, parseMap, textAt } from "../json.ts";
import type { ArmContext } from "./context.ts";
import { ArmError, badRequest, methodNotAllowed, shown } from "./error.ts";
import type { StoredResource } from "./resource-type.ts";

/** In the casing of Microsoft's samples. */
const TYPE = "Microsoft.AlertsManagement/TenantActivityLogAlerts";
const GROUPS = "/providers/Microsoft.Management/ManagementGroups";
const OF_TENANT = /^\/providers\/microsoft\.alertsmanagement\/tenantactivitylogalerts$/i;
const OF_GROUP =
  /^\/providers\/microsoft\.management\/managementgroups\/([^/]+)\/providers\/microsoft\.alertsmanagement\/tenantactivitylogalerts(?:\/([^/]+))?$/i;
const VERSION = "2023-04-01-preview";

/** Whether a path belongs to alerts on events of a tenant, which its management groups store. */
export function isTenantAlerts(path: string): boolean {
  return OF_TENANT.test(path) || OF_GROUP.test(path);
}

/**
 * Answers for the alerts in management groups of the token's own tenant. Every tenant has its root management group, whose
 * name is the tenant's id, and any other name is one of its groups. The sandbox has no users and no Entra roles: it
 * accepts any application but the reader.
 *
 * Source: Azure/azure-rest-api-specs, specification/alertsmanagement, TenantActivityLogAlerts 2023-04-01-preview and its
 * examples
 */
export function tenantAlerts(context: ArmContext, apiVersion: string): Reply {
  const { claims, request, store } = context;
  const { method, path } = request;
  if (apiVersion !== VERSION) {
    const message = `No registered resource provider found for API version '${apiVersion}' for type '${TYPE}'. The sandbox models: ${VERSION}.`;
    throw badRequest(message, "NoRegisteredProviderFound");
  }
  const [, group, name] = OF_GROUP.exec(path) ?? [];
  const isOfOther = group !== undefined && isGuid(group) && group.toLowerCase() !== claims.tenantId;
  if (isOfOther || (method !== "GET" && claims.appId === READER_CLIENT_ID)) {
    const message = `The client '${claims.appId}' does not have authorization to perform this action over scope '${path}'.`;
    throw new ArmError(403, "AuthorizationFailed", message);
  }
  const content = store.subscription(claims.tenantId);
  if (group === undefined || name === undefined) {
    if (method !== "GET") throw methodNotAllowed(method, `A list of ${TYPE}`);
    const below = group === undefined ? "" : `${GROUPS}/${group}/`.toLowerCase();
    const listed = content.list(TYPE).filter(({ id }) => id.toLowerCase().startsWith(below));
    return { status: 200, body: { value: listed.map(bodyOf) } };
  }
  const id = `${GROUPS}/${group}/providers/${TYPE}/${name}`;
  const existing = content.get(id);
  const put = (changed: JsonMap): StoredResource => {
    const version = (existing?.version ?? 0) + 1;
    const resource: StoredResource = { id: existing?.id ?? id, type: TYPE, name, version, content: changed };
    content.put(resource);
    return resource;
  };
  switch (method) {
    case "GET":
      return { status: 200, body: bodyOf(existing ?? missing(name)) };
    case "PUT": {
      const resource = put(checked(name, claims.tenantId, parseMap(request.body)));
      return { status: existing === undefined ? 201 : 200, body: bodyOf(resource) };
    }
    case "PATCH":
      return { status: 200, body: bodyOf(put(patched(existing ?? missing(name), parseMap(request.body)))) };
    case "DELETE":
      return { status: content.remove(id) ? 200 : 204 };
    default:
      throw methodNotAllowed(method, TYPE);
  }
}

function missing(name: string): never {
  throw new ArmError(404, "ResourceNotFound", `The Resource '${TYPE}/${name}' was not found.`);
}

/** Rejects what the specification rules out. */
function checked(name: string, tenantId: string, body: JsonMap | undefined): JsonMap {
  if (body === undefined) {
    const message = "The request content was invalid and could not be deserialized.";
    throw badRequest(message, "InvalidRequestContent");
  }
  if (!/^[-\w.()]+$/.test(name)) throw badRequest(`The name ${shown(name)} is invalid.`);
  const location = textAt(body, "location") ?? "global";
  if (location.toLowerCase() !== "global")
    throw badRequest(`The location ${shown(location)} is invalid: it must be global.`);
  const properties = mapAt(body, "properties");
  if (textAt(properties, "tenantScope")?.toLowerCase() !== tenantId)
    throw badRequest("tenantScope must be the tenant of the management group.");
  if (listAt(properties, "condition", "allOf").length === 0) throw badRequest("condition.allOf is required.");
  if (member(properties, "actions") === undefined) throw badRequest("actions is required.");
  for (const group of listAt(properties, "actions", "actionGroups")) {
    if (textAt(group, "actionGroupId") === undefined) throw badRequest("actionGroupId is required.");
  }
  const enabled = member(properties, "enabled") ?? true;
  return { location, tags: mapAt(body, "tags"), properties: { ...properties, enabled } };
}

/** A PATCH changes `tags` and `enabled` only. */
function patched({ content }: StoredResource, body: JsonMap = {}): JsonMap {
  const enabled: Json | undefined = member(mapAt(body, "properties"), "enabled");
  const tags = member(body, "tags");
  return {
    ...content,
    ...(tags === undefined ? {} : { tags }),
    properties: { ...mapAt(content, "properties"), ...(enabled === undefined ? {} : { enabled }) },
  };
}

function bodyOf({ content, id, name }: StoredResource): JsonMap {
  return { id, type: TYPE, name, ...content };
}
