import { READER_CLIENT_ID } from "../directory.ts";
import type { Reply } from "../http.ts";
import { type JsonMap, listAt, mapAt, parseMap, textAt } from "../json.ts";
import type { ArmContext } from "./context.ts";
import { ArmError, badRequest, methodNotAllowed } from "./error.ts";
import type { StoredResource } from "./resource-type.ts";

const TYPE = "Microsoft.AADIAM/diagnosticSettings";
const PATH = /^\/providers\/microsoft\.aadiam\/diagnosticsettings(?:\/([^/]+))?$/i;
const VERSIONS = ["2017-04-01", "2017-04-01-preview"];
const DESTINATIONS = ["workspaceId", "storageAccountId", "eventHubAuthorizationRuleId"];

/** Whether a path belongs to Entra's diagnostic settings, which belong to a tenant and not to a subscription. */
export function isEntraSettings(path: string): boolean {
  return PATH.test(path);
}

/**
 * Answers for the diagnostic settings of the token's own tenant. Azure rejects most service principals here; the
 * sandbox has no users and accepts any application but the reader.
 * https://learn.microsoft.com/azure/templates/microsoft.aadiam/2017-04-01/diagnosticsettings
 */
export function entraSettings(context: ArmContext, apiVersion: string): Reply {
  const { claims, request, store } = context;
  const { method, path } = request;
  if (!VERSIONS.includes(apiVersion)) {
    const message = `No registered resource provider found for API version '${apiVersion}' for type '${TYPE}'. The sandbox models: ${VERSIONS.join(", ")}.`;
    throw badRequest(message, "NoRegisteredProviderFound");
  }
  const content = store.subscription(claims.tenantId);
  const name = PATH.exec(path)?.[1];
  if (name === undefined) {
    if (method !== "GET") throw methodNotAllowed(method, `A list of ${TYPE}`);
    return { status: 200, body: { value: content.list(TYPE).map(shown) } };
  }
  if (method !== "GET" && claims.appId === READER_CLIENT_ID) {
    const message = `The client '${claims.appId}' does not have authorization to perform this action over scope '${path}'.`;
    throw new ArmError(403, "AuthorizationFailed", message);
  }
  const id = `/providers/${TYPE}/${name}`;
  const existing = content.get(id);
  switch (method) {
    case "GET": {
      if (existing !== undefined) return { status: 200, body: shown(existing) };
      throw new ArmError(404, "ResourceNotFound", `The Resource '${TYPE}/${name}' was not found.`);
    }
    case "PUT": {
      const properties = checked(parseMap(request.body));
      const version = (existing?.version ?? 0) + 1;
      const resource: StoredResource = { id, type: TYPE, name, version, content: { properties } };
      content.put(resource);
      return { status: 200, body: shown(resource) };
    }
    case "DELETE":
      return { status: content.remove(id) ? 200 : 204 };
    default:
      throw methodNotAllowed(method, TYPE);
  }
}

function checked(body: JsonMap | undefined): JsonMap {
  if (body === undefined) {
    const message = "The request content was invalid and could not be deserialized.";
    throw badRequest(message, "InvalidRequestContent");
  }
  const properties = mapAt(body, "properties");
  if (DESTINATIONS.every((destination) => textAt(properties, destination) === undefined))
    throw badRequest(`At least one data sink needs to be specified: ${DESTINATIONS.join(", ")}.`);
  const logs = listAt(properties, "logs").map((log) => mapAt(log));
  if (!logs.some((log) => log["enabled"] === true))
    throw badRequest("At least one log category must be enabled.");
  return properties;
}

function shown({ content, id, name }: StoredResource): JsonMap {
  return { id, name, type: TYPE, ...content };
}
