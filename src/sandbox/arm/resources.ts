import type { Reply } from "../http.ts";
import { type JsonMap, parseMap, textAt } from "../json.ts";
import type { SubscriptionContext } from "./context.ts";
import { ArmError, badRequest, methodNotAllowed } from "./error.ts";
import { checkETag, eTagOf } from "./etag.ts";
import { listReply } from "./paging.ts";
import { requireRegistration } from "./registration.ts";
import { RESOURCE_GROUPS, type ResourcePath, resourceId } from "./resource-path.ts";
import type { ResourceType, StoredResource, Write } from "./resource-type.ts";

/** Answers a request for a resource of a known type, or for a list of them. */
export function answerResource(context: SubscriptionContext, type: ResourceType, path: ResourcePath): Reply {
  requireApiVersion(context, type);
  if (path.resourceGroup !== undefined && type.scope === "subscription") {
    throw badRequest(`${type.type} is not found in a resource group.`, "InvalidResourceType");
  }
  const { name } = path;
  const { method } = context.request;
  if (name === undefined) {
    if (method === "GET") return listOf(context, type, path.resourceGroup);
    throw methodNotAllowed(method, `A list of ${type.type}`);
  }
  const target: Target = { type, name, resourceGroup: path.resourceGroup };
  switch (method) {
    case "GET":
    case "HEAD":
      return read(context, target);
    case "PUT":
      return put(context, target);
    case "PATCH":
      return patch(context, target);
    case "DELETE":
      return remove(context, target);
    default:
      throw methodNotAllowed(method, type.type);
  }
}

/** `…/resources`: the resources in a resource group, or in all groups. */
export function listContents(
  context: SubscriptionContext,
  group: string | undefined,
  others: readonly JsonMap[],
): Reply {
  if (group !== undefined) requireGroup(context, group);
  const resources = context.content.list().filter((resource) => inGroup(resource, group, true));
  const place = `/subscriptions/${context.subscription.id}/${group === undefined ? "" : `resourcegroups/${group}/`}`;
  const isIn = (one: JsonMap) => textAt(one, "id")?.toLowerCase().startsWith(place.toLowerCase()) === true;
  return listReply(context.request, [
    ...resources.map((resource) => {
      const { location, tags } = resource.content;
      return {
        id: resource.id,
        name: resource.name,
        type: resource.type,
        location: location ?? null,
        tags: tags ?? {},
      };
    }),
    ...others.filter(isIn),
  ]);
}

/** Returns the body of a resource in its provider's form. */
function resourceBody(context: SubscriptionContext, type: ResourceType, resource: StoredResource): JsonMap {
  const { apiVersion, now, subscription } = context;
  const content = type.show?.(resource.content, { apiVersion, now, subscriptionId: subscription.id });
  return {
    id: type.shownId?.(resource.id) ?? resource.id,
    name: resource.name,
    type: type.shownType === undefined ? type.type : type.shownType,
    ...(type.hasETag ? { eTag: eTagOf(resource) } : {}),
    ...(content ?? resource.content),
  };
}

interface Target {
  readonly type: ResourceType;
  readonly name: string;
  readonly resourceGroup: string | undefined;
}

function read(context: SubscriptionContext, target: Target): Reply {
  if (target.resourceGroup !== undefined) requireGroup(context, target.resourceGroup);
  return { status: 200, body: resourceBody(context, target.type, require(context, target)) };
}

function listOf(context: SubscriptionContext, type: ResourceType, group: string | undefined): Reply {
  if (group !== undefined) requireGroup(context, group);
  const written = context.content.list(type.type).filter((resource) => inGroup(resource, group, false));
  const builtIn = [...(type.builtIn?.keys() ?? [])].map((name) =>
    find(context, { type, name, resourceGroup: group }),
  );
  const all = type.builtIn === undefined ? written : builtIn.filter((resource) => resource !== undefined);
  const bodies = all.map((resource) => resourceBody(context, type, resource));
  return type.paged === false ? { status: 200, body: { value: bodies } } : listReply(context.request, bodies);
}

function put(context: SubscriptionContext, target: Target): Reply {
  const { type } = target;
  const write = prepareWrite(context, target);
  const content = type.put(write);
  const status = write.existing === undefined ? (type.createdStatus ?? 201) : (type.updatedStatus ?? 200);
  return { status, body: store(context, target, write, content) };
}

function patch(context: SubscriptionContext, target: Target): Reply {
  const { type } = target;
  if (type.patch === undefined) throw methodNotAllowed("PATCH", type.type);
  const existing = require(context, target);
  const write = { ...prepareWrite(context, target), existing };
  return { status: 200, body: store(context, target, write, type.patch(write)) };
}

function remove(context: SubscriptionContext, target: Target): Reply {
  const { type } = target;
  if (type.deletable === false) throw methodNotAllowed("DELETE", type.type);
  const id = idOf(context, target);
  if (context.content.remove(id)) return { status: 200 };
  // Only a resource group reports that it does not exist.
  if (type.type === RESOURCE_GROUPS) throw groupNotFound(target.name);
  return { status: 204 };
}

function prepareWrite(context: SubscriptionContext, target: Target): Write {
  const { apiVersion, content, now, request, subscription } = context;
  const { name, resourceGroup, type } = target;
  requireRegistration(context, type.type);
  if (type.scope === "resourceGroup") {
    if (resourceGroup === undefined)
      throw badRequest(`${type.type} is found only in a resource group.`, "InvalidResourceType");
    requireGroup(context, resourceGroup);
  }
  const body = parseMap(request.body);
  if (body === undefined) {
    throw badRequest(
      "The request content was invalid and could not be deserialized.",
      "InvalidRequestContent",
    );
  }
  const existing = find(context, target);
  const siblings = content.list(type.type).filter(({ id }) => id !== existing?.id);
  const write = {
    apiVersion,
    body,
    existing,
    name,
    now,
    resourceGroup,
    siblings,
    subscriptionId: subscription.id,
    tenantId: subscription.tenantId,
  };
  if (type.hasETag) checkETag(write, request.headers["if-match"]);
  return write;
}

function store(context: SubscriptionContext, target: Target, { existing }: Write, content: JsonMap): JsonMap {
  const resource: StoredResource = {
    id: existing?.id ?? idOf(context, target),
    type: target.type.type,
    name: existing?.name ?? target.name,
    ...(target.resourceGroup === undefined
      ? {}
      : { resourceGroup: existing?.resourceGroup ?? target.resourceGroup }),
    version: (existing?.version ?? 0) + 1,
    content,
  };
  context.content.put(resource);
  return resourceBody(context, target.type, resource);
}

function require(context: SubscriptionContext, target: Target): StoredResource {
  const found = find(context, target);
  if (found !== undefined) return found;
  if (target.type.type === RESOURCE_GROUPS) throw groupNotFound(target.name);
  const where = target.resourceGroup === undefined ? "" : ` under resource group '${target.resourceGroup}'`;
  throw new ArmError(
    404,
    "ResourceNotFound",
    `The Resource '${target.type.type}/${target.name}'${where} was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );
}

/** Returns the written resource, or the built-in one. */
function find(context: SubscriptionContext, target: Target): StoredResource | undefined {
  const { name, type } = target;
  const stored = context.content.get(idOf(context, target));
  if (stored !== undefined) return stored;
  const found = [...(type.builtIn ?? [])].find(([known]) => known.toLowerCase() === name.toLowerCase());
  if (found === undefined) return undefined;
  const [known, content] = found;
  return { id: idOf(context, { ...target, name: known }), type: type.type, name: known, version: 0, content };
}

function idOf({ subscription }: SubscriptionContext, { name, resourceGroup, type }: Target): string {
  return resourceId({ subscriptionId: subscription.id, resourceGroup, type: type.type, name });
}

function inGroup(resource: StoredResource, group: string | undefined, nested: boolean): boolean {
  if (group === undefined) return !nested || resource.resourceGroup !== undefined;
  return resource.resourceGroup?.toLowerCase() === group.toLowerCase();
}

function requireGroup(context: SubscriptionContext, name: string): void {
  const id = resourceId({ subscriptionId: context.subscription.id, type: RESOURCE_GROUPS, name });
  if (context.content.get(id) === undefined) throw groupNotFound(name);
}

function groupNotFound(name: string): ArmError {
  return new ArmError(404, "ResourceGroupNotFound", `Resource group '${name}' could not be found.`);
}

function requireApiVersion({ apiVersion }: SubscriptionContext, type: ResourceType): void {
  if (type.apiVersions.includes(apiVersion)) return;
  const supported = type.apiVersions.join(", ");
  throw badRequest(
    `No registered resource provider found for API version '${apiVersion}' for type '${type.type}'. The sandbox models: ${supported}.`,
    "NoRegisteredProviderFound",
  );
}
