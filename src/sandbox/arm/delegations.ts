import type { Directory } from "../directory.ts";
import { guidOf } from "../guid.ts";
import { queryParameter, type Reply } from "../http.ts";
import { isList, isMap, type Json, type JsonMap, mapAt, textAt } from "../json.ts";
import { registrationAssignments } from "../types/registration-assignments.ts";
import { registrationDefinitions } from "../types/registration-definitions.ts";
import { OWNER, roleAssignments } from "../types/role-assignments.ts";
import type { SubscriptionContext } from "./context.ts";
import { resourceId } from "./resource-path.ts";
import type { ResourceType, StoredResource } from "./resource-type.ts";
import type { SubscriptionStore } from "./store.ts";

/**
 * The initial role assignments of a subscription. They are the partner's group Admin agents, as in every subscription
 * created through CSP, and the delegation of a delegated subscription.
 */
export function initialAccess(directory: Directory, subscriptionId: string): readonly StoredResource[] {
  const subscription = directory.subscription(subscriptionId);
  const partner = directory.defaultTenantId;
  if (subscription === undefined || subscription.tenantId === partner) return [];
  const scope = `/subscriptions/${subscription.id}`;
  const resource = ({ type }: ResourceType, text: string, properties: JsonMap): StoredResource => {
    const name = guidOf(`${type} ${text} ${subscription.id}`);
    const id = resourceId({ subscriptionId: subscription.id, type, name });
    return { id, type, name, version: 1, content: { properties } };
  };
  const owner = resource(roleAssignments, "admin agents", {
    roleDefinitionId: `${scope}/providers/Microsoft.Authorization/roleDefinitions/${OWNER}`,
    principalId: guidOf(`admin agents ${partner}`),
    principalType: "ForeignGroup",
    scope,
    createdOn: "2026-01-15T09:00:00.0000000Z",
    updatedOn: "2026-01-15T09:00:00.0000000Z",
  });
  const { delegation = {}, managedByTenantId } = subscription;
  if (managedByTenantId === undefined) return [owner];
  const definition = resource(registrationDefinitions, "sandbox", {
    registrationDefinitionName: "Sandbox",
    managedByTenantId,
    authorizations: [],
    ...delegation,
    provisioningState: "Succeeded",
  });
  const assignment = resource(registrationAssignments, "sandbox", {
    registrationDefinitionId: definition.id,
    provisioningState: "Succeeded",
  });
  return [owner, definition, assignment];
}

/** The tenant to which a subscription is delegated, by what was written to it. */
export function managingTenant(content: SubscriptionStore): string | undefined {
  for (const assignment of content.list(registrationAssignments.type)) {
    const tenantId = textAt(
      definitionOf(content, assignment.content)?.content,
      "properties",
      "managedByTenantId",
    );
    if (tenantId !== undefined) return tenantId;
  }
  return undefined;
}

/** Updates delegations after a request, and returns their definitions if requested. */
export function withDelegations(context: SubscriptionContext, { type }: ResourceType, reply: Reply): Reply {
  const { content, directory, request, subscription } = context;
  if (type !== registrationAssignments.type) return reply;
  if (request.method === "PUT" || request.method === "DELETE") {
    directory.delegate(subscription.id, managingTenant(content));
    return reply;
  }
  const { body } = reply;
  if (queryParameter(request, "$expandRegistrationDefinition") !== "true" || !isMap(body)) return reply;
  const { value } = body;
  const shown = isList(value)
    ? { ...body, value: value.map((one) => (isMap(one) ? expanded(content, one) : one)) }
    : expanded(content, body);
  return { ...reply, body: shown };
}

function expanded(content: SubscriptionStore, assignment: JsonMap): JsonMap {
  const definition = definitionOf(content, assignment);
  if (definition === undefined) return assignment;
  const { id, name, type } = definition;
  const registrationDefinition: Json = { id, name, type, ...definition.content };
  return { ...assignment, properties: { ...mapAt(assignment, "properties"), registrationDefinition } };
}

function definitionOf(content: SubscriptionStore, assignment: JsonMap): StoredResource | undefined {
  return content.get(textAt(assignment, "properties", "registrationDefinitionId") ?? "");
}
