import { isList, isMap, Unknown, type Value } from "../value.ts";
import {
  attribute,
  block,
  joined,
  keyed,
  mapBlocks,
  orDefault,
  parsedJson,
  subscriptionScopeOf,
} from "./attributes.ts";
import type { Mapper } from "./mapper.ts";

export const resourceGroup: Mapper = (values, scope) => {
  const name = attribute(values, "name");
  return {
    type: "Microsoft.Resources/resourceGroups",
    name,
    id: joined(scope, "/resourceGroups/", name),
    location: attribute(values, "location"),
    tags: attribute(values, "tags"),
    properties: {},
  };
};

/** Converts the empty text of an imported assignment without parameters. */
function noText(value: Value): Value {
  return value === "" ? null : value;
}

export const subscriptionPolicyAssignment: Mapper = (values, scope) => {
  const name = attribute(values, "name");
  const subscription = subscriptionScopeOf(attribute(values, "subscription_id"), scope);
  const enforce = orDefault(attribute(values, "enforce"), true);
  const identity = identityOf(values);
  return {
    type: "Microsoft.Authorization/policyAssignments",
    apiVersion: "2022-06-01",
    name,
    id: joined(subscription, "/providers/Microsoft.Authorization/policyAssignments/", name),
    location: attribute(values, "location"),
    ...(identity === null ? {} : { identity }),
    properties: {
      policyDefinitionId: attribute(values, "policy_definition_id"),
      displayName: attribute(values, "display_name"),
      description: attribute(values, "description"),
      scope: subscription,
      enforcementMode: typeof enforce === "boolean" ? (enforce ? "Default" : "DoNotEnforce") : enforce,
      notScopes: orDefault(attribute(values, "not_scopes"), []),
      parameters: parsedJson(noText(attribute(values, "parameters"))),
      nonComplianceMessages: mapBlocks(values, "non_compliance_message", (item) => ({
        message: attribute(item, "content"),
      })),
    },
  };
};

/** The managed identity in ARM's shape: user-assigned ones are the keys of a map. */
export function identityOf(values: Value): Value {
  const identity = block(values, "identity");
  if (!isMap(identity)) return identity;
  const type = attribute(identity, "type");
  const ids = attribute(identity, "identity_ids");
  if (ids instanceof Unknown || (isList(ids) && ids.some((id) => typeof id !== "string"))) {
    return { type, userAssignedIdentities: new Unknown() };
  }
  if (!isList(ids) || ids.length === 0) return { type };
  return { type, userAssignedIdentities: keyed(ids.map((id) => [String(id), {}] as const)) };
}
