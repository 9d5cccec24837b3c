import { badRequest, shown } from "../arm/error.ts";
import type { ResourceType } from "../arm/resource-type.ts";
import { mapAt, textAt } from "../json.ts";
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
  put({ body, existing, name, now, subscriptionId }) {
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
      ...(identity === undefined ? {} : { identity }),
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
