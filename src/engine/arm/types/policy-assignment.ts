import { SubscriptionPolicyAssignment } from "#engine";
import type { ArmType } from "../arm-type.ts";
import { subscriptionIdOf } from "./in-group.ts";

/** The properties of a policy assignment. */
export interface PolicyAssignmentProperties {
  readonly displayName: string;
  readonly policyDefinitionId: string;
  readonly enforcementMode: "Default";
  readonly parameters?: Readonly<Record<string, { readonly value: string }>>;
}

/** azurerm takes the parameters as JSON text. Source of the arguments: azurerm 4.55.0. */
export const POLICY_ASSIGNMENT: ArmType<PolicyAssignmentProperties> = {
  type: "Microsoft.Authorization/policyAssignments",
  azurerm: {
    type: SubscriptionPolicyAssignment.tfResourceType,
    declare: (scope, id, { name, parent, properties: { displayName, parameters, policyDefinitionId } }) =>
      new SubscriptionPolicyAssignment(scope, id, {
        name,
        displayName,
        subscriptionId: subscriptionIdOf(parent),
        policyDefinitionId,
        ...(parameters === undefined ? {} : { parameters: JSON.stringify(parameters) }),
      }),
  },
};
