import { badRequest, shown } from "../arm/error.ts";
import type { ResourceType, Write } from "../arm/resource-type.ts";
import { guidOf } from "../guid.ts";
import { isMap, type JsonMap, mapAt, textAt } from "../json.ts";
import { checkName, requireOneOf, requireText } from "./common.ts";

const DEFINITION =
  /^(\/subscriptions\/[^/]+|\/providers\/microsoft\.management\/managementgroups\/[^/]+)?\/providers\/microsoft\.authorization\/policy(set)?definitions\/[^/]+$/i;

/** Accepts any definition id. https://learn.microsoft.com/rest/api/policyauthorization/policy-assignments */
export const policyAssignments: ResourceType = {
  type: "Microsoft.Authorization/policyAssignments",
  scope: "subscription",
  apiVersions: [
    "2021-06-01",
    "2022-06-01",
    "2023-04-01",
    "2024-04-01",
    "2024-05-01",
    "2025-01-01",
    "2025-03-01",
    "2025-11-01",
    "2026-06-01",
    "2026-07-01",
  ],
  updatedStatus: 201,
  put(write) {
    const { body, existing, name, now, subscriptionId } = write;
    checkName(
      name,
      /^[^<>*%&:\\?+/]{1,64}(?<![ .])$/,
      "1 to 64 characters, none of <>*%&:\\?+/, no space or period at the end",
    );
    const policyDefinitionId = requireText(body, "properties", "policyDefinitionId");
    if (!DEFINITION.test(policyDefinitionId)) {
      throw badRequest(
        `The policy definition id ${shown(policyDefinitionId)} is invalid.`,
        "InvalidPolicyDefinitionId",
      );
    }
    const properties = mapAt(body, "properties");
    const enforcementMode =
      properties["enforcementMode"] == null
        ? "Default"
        : requireOneOf(["Default", "DoNotEnforce"], properties, "enforcementMode");
    if ((textAt(properties, "displayName") ?? "").length > 128)
      throw badRequest("The display name has at most 128 characters.");
    const written = now.toISOString();
    const before = mapAt(existing?.content, "properties", "metadata");
    const createdOn = before["createdOn"] ?? written;
    const { identity, location } = body;
    return {
      ...(location === undefined ? {} : { location }),
      ...(isMap(identity) ? { identity: identityOf(identity, write) } : {}),
      properties: {
        ...properties,
        policyDefinitionId,
        enforcementMode,
        notScopes: properties["notScopes"] ?? [],
        scope: `/subscriptions/${subscriptionId}`,
        metadata: {
          ...mapAt(properties, "metadata"),
          createdOn,
          updatedOn: existing === undefined ? null : written,
        },
      },
    };
  },
};

/**
 * The identity as Azure shows it: with the ids of its principals, which no request can set.
 * azure-rest-api-specs, Microsoft.Authorization policyAssignments 2025-01-01, Identity
 */
function identityOf(identity: JsonMap, { name, subscriptionId, tenantId }: Write): JsonMap {
  const type = requireOneOf(["SystemAssigned", "UserAssigned", "None"], identity, "type");
  const id = (of: string) => guidOf(`${subscriptionId} ${name.toLowerCase()} ${of.toLowerCase()}`);
  if (type === "SystemAssigned") return { type, principalId: id("principal"), tenantId };
  if (type === "None") return { type };
  const named = Object.keys(mapAt(identity, "userAssignedIdentities"));
  if (named.length !== 1)
    throw badRequest("A policy assignment has exactly one user-assigned identity.", "InvalidRequestContent");
  const ids = named.map((one) => [one, { principalId: id(one), clientId: id(`client of ${one}`) }] as const);
  return { type, userAssignedIdentities: Object.fromEntries(ids) };
}
