import { SubscriptionPolicyAssignment } from "#engine";
import type { ArmIdentity, ArmType } from "../arm-type.ts";
import { subscriptionIdOf } from "./in-group.ts";

/** A JSON value. */
export type JsonValue =
  | boolean
  | number
  | string
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/** The properties of a policy assignment. */
export interface PolicyAssignmentProperties {
  readonly displayName: string;
  readonly description?: string;
  readonly policyDefinitionId: string;
  readonly enforcementMode: "Default" | "DoNotEnforce";
  readonly notScopes?: readonly string[];
  readonly nonComplianceMessages?: readonly { readonly message: string }[];
  readonly parameters?: Readonly<Record<string, { readonly value: JsonValue }>>;
}

/** azurerm expects the parameters as JSON text. Source of the arguments: azurerm 4.55.0. */
export const POLICY_ASSIGNMENT: ArmType<PolicyAssignmentProperties> = {
  type: "Microsoft.Authorization/policyAssignments",
  azurerm: {
    type: SubscriptionPolicyAssignment.tfResourceType,
    declare: (scope, id, { identity, location, name, parent, properties }) => {
      const { description, displayName, enforcementMode, notScopes, parameters, policyDefinitionId } =
        properties;
      return new SubscriptionPolicyAssignment(scope, id, {
        name,
        displayName,
        subscriptionId: subscriptionIdOf(parent),
        policyDefinitionId,
        ...(parameters === undefined ? {} : { parameters: JSON.stringify(parameters) }),
        ...(description === undefined ? {} : { description }),
        ...(enforcementMode === "Default" ? {} : { enforce: false }),
        ...(notScopes === undefined ? {} : { notScopes: [...notScopes] }),
        ...(properties.nonComplianceMessages === undefined
          ? {}
          : {
              nonComplianceMessage: properties.nonComplianceMessages.map(({ message }) => ({
                content: message,
              })),
            }),
        ...(location === undefined ? {} : { location }),
        ...(identity === undefined ? {} : { identity: identityBlock(identity) }),
      });
    },
  },
};

function identityBlock(identity: ArmIdentity) {
  const { type } = identity;
  return type === "UserAssigned"
    ? { type, identityIds: Object.keys(identity.userAssignedIdentities) }
    : { type };
}
