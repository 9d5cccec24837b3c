import type { Value } from "../value.ts";
import { attribute, joined, orDefault, parsedJson, subscriptionScopeOf } from "./attributes.ts";
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

/** An imported assignment without parameters has an empty text. */
function noText(value: Value): Value {
  return value === "" ? null : value;
}

export const subscriptionPolicyAssignment: Mapper = (values, scope) => {
  const name = attribute(values, "name");
  const subscription = subscriptionScopeOf(attribute(values, "subscription_id"), scope);
  const enforce = orDefault(attribute(values, "enforce"), true);
  return {
    type: "Microsoft.Authorization/policyAssignments",
    apiVersion: "2022-06-01",
    name,
    id: joined(subscription, "/providers/Microsoft.Authorization/policyAssignments/", name),
    properties: {
      policyDefinitionId: attribute(values, "policy_definition_id"),
      displayName: attribute(values, "display_name"),
      scope: subscription,
      enforcementMode: typeof enforce === "boolean" ? (enforce ? "Default" : "DoNotEnforce") : enforce,
      notScopes: orDefault(attribute(values, "not_scopes"), []),
      parameters: parsedJson(noText(attribute(values, "parameters"))),
    },
  };
};
