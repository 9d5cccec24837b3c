import { isGuid } from "../../text/guid.ts";
import { badRequest, shown } from "../arm/error.ts";
import type { ResourceType } from "../arm/resource-type.ts";
import { at, isList, isMap, type Json, type JsonMap, mapAt, textAt } from "../json.ts";
import { requireOneOf, requireText } from "./common.ts";
import { OWNER } from "./role-assignments.ts";

const USER_ACCESS_ADMINISTRATOR = "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9";

/**
 * https://learn.microsoft.com/rest/api/managedservices/registration-definitions, and what is not to be delegated:
 * https://learn.microsoft.com/azure/lighthouse/how-to/create-eligible-authorizations
 */
export const registrationDefinitions: ResourceType = {
  type: "Microsoft.ManagedServices/registrationDefinitions",
  scope: "subscription",
  apiVersions: ["2019-09-01", "2020-02-01-preview", "2022-10-01"],
  put({ body, name }) {
    if (!isGuid(name))
      throw badRequest(`The name ${shown(name)} must be a GUID.`, "InvalidRegistrationDefinitionName");
    const managedByTenantId = requireText(body, "properties", "managedByTenantId");
    const properties = mapAt(body, "properties");
    const authorizations = mapsIn(properties, "authorizations");
    if (authorizations.length === 0) throw badRequest("'properties.authorizations' must not be empty.");
    for (const one of authorizations) checkAuthorization(one, [OWNER]);
    const eligible = mapsIn(properties, "eligibleAuthorizations");
    for (const one of eligible) {
      checkAuthorization(one, [OWNER, USER_ACCESS_ADMINISTRATOR]);
      checkPolicy(mapAt(one, "justInTimeAccessPolicy"));
    }
    return { properties: { ...properties, managedByTenantId, provisioningState: "Succeeded" } };
  },
};

function mapsIn(properties: JsonMap, name: string): readonly JsonMap[] {
  const list: Json = at(properties, name) ?? [];
  if (isList(list) && list.every(isMap)) return list;
  throw badRequest(`'properties.${name}' must be a list of objects.`);
}

function checkAuthorization(one: JsonMap, refused: readonly string[]): void {
  const role = requireText(one, "roleDefinitionId");
  if (!isGuid(requireText(one, "principalId")) || !isGuid(role)) {
    throw badRequest("principalId and roleDefinitionId must be GUIDs.", "InvalidRegistrationDefinition");
  }
  if (refused.includes(role.toLowerCase())) {
    throw badRequest(`The role ${role} is not supported.`, "InvalidRegistrationDefinition");
  }
}

function checkPolicy(policy: JsonMap): void {
  requireOneOf(["Azure", "None"], { multiFactorAuthProvider: "None", ...policy }, "multiFactorAuthProvider");
  const duration = textAt(policy, "maximumActivationDuration") ?? "PT8H";
  const minutes = minutesOf(duration);
  if (!(minutes >= 30 && minutes <= 480)) {
    throw badRequest(
      `maximumActivationDuration must be between PT30M and PT8H; found ${shown(duration)}.`,
      "InvalidRegistrationDefinition",
    );
  }
  const approvers = at(policy, "managedByTenantApprovers") ?? [];
  if (!isList(approvers) || approvers.length > 10) throw badRequest("There may be at most ten approvers.");
}

function minutesOf(duration: string): number {
  const [whole, hours = "0", minutes = "0"] = /^PT(?:(\d{1,3})H)?(?:(\d{1,3})M)?$/.exec(duration) ?? [];
  return whole === undefined ? Number.NaN : Number(hours) * 60 + Number(minutes);
}
