import { isGuid } from "../../text/guid.ts";
import { badRequest, shown } from "../arm/error.ts";
import type { ResourceType } from "../arm/resource-type.ts";
import { requireText } from "./common.ts";

/** https://learn.microsoft.com/rest/api/managedservices/registration-assignments */
export const registrationAssignments: ResourceType = {
  type: "Microsoft.ManagedServices/registrationAssignments",
  scope: "subscription",
  apiVersions: ["2019-09-01", "2020-02-01-preview", "2022-10-01"],
  put({ body, name, subscriptionId }) {
    if (!isGuid(name))
      throw badRequest(`The name ${shown(name)} must be a GUID.`, "InvalidRegistrationAssignmentName");
    const registrationDefinitionId = requireText(body, "properties", "registrationDefinitionId");
    const start = `/subscriptions/${subscriptionId}/providers/Microsoft.ManagedServices/registrationDefinitions/`;
    if (!registrationDefinitionId.toLowerCase().startsWith(start.toLowerCase())) {
      throw badRequest(
        `The registration definition ${shown(registrationDefinitionId)} is not of this subscription.`,
        "InvalidRegistrationDefinitionId",
      );
    }
    return { properties: { registrationDefinitionId, provisioningState: "Succeeded" } };
  },
};
