import type { ResourceType } from "../arm/resource-type.ts";
import { mapAt } from "../json.ts";
import { requireOneOf, requireText } from "./common.ts";

/** The id of Azure's role Owner. */
export const OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";

/** https://learn.microsoft.com/rest/api/authorization/role-assignments */
export const roleAssignments: ResourceType = {
  type: "Microsoft.Authorization/roleAssignments",
  scope: "subscription",
  apiVersions: ["2022-04-01"],
  updatedStatus: 201,
  put({ body, now, subscriptionId }) {
    const roleDefinitionId = requireText(body, "properties", "roleDefinitionId");
    const principalId = requireText(body, "properties", "principalId");
    const properties = mapAt(body, "properties");
    const types = ["User", "Group", "ServicePrincipal", "ForeignGroup", "Device"];
    const principalType = requireOneOf(types, { principalType: "User", ...properties }, "principalType");
    const at = now.toISOString();
    return {
      properties: {
        ...properties,
        roleDefinitionId,
        principalId,
        principalType,
        scope: `/subscriptions/${subscriptionId}`,
        createdOn: at,
        updatedOn: at,
      },
    };
  },
};
