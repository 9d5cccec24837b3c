import type { Onboarding } from "./onboarding.ts";
import type { BuiltInRole } from "./roles.ts";

/** A role of a delegation for a principal of the partner's tenant, in ARM's names. */
export interface Authorization {
  readonly principalId: string;
  readonly principalIdDisplayName: string;
  readonly roleDefinitionId: string;
  /** For comments. */
  readonly role: string;
  readonly why: string;
}

/**
 * The permanent authorizations of the delegation: the pipeline's roles, and Reader for people, without which the portal
 * does not let them activate a role.
 */
export function authorizationsOf({ delegates, operators }: Onboarding): Authorization[] {
  const pipeline = delegates.flatMap(({ id, name, roles }) => roles.map((role) => entry(id, name, role)));
  if (operators === undefined) return pipeline;
  const { id, name, permanent } = operators;
  const isThere = pipeline.some((one) => one.principalId === id && one.roleDefinitionId === permanent.id);
  return isThere ? pipeline : [...pipeline, entry(id, name, permanent)];
}

/**
 * The eligible authorizations, which people activate for a limited time. Azure allows one access policy per role, and
 * there is one.
 */
export function eligibleOf({ operators }: Onboarding): Authorization[] {
  if (operators === undefined) return [];
  return operators.roles.map((role) => entry(operators.id, operators.name, role));
}

function entry(
  principalId: string,
  principalIdDisplayName: string,
  { id, name, why }: BuiltInRole,
): Authorization {
  return { principalId, principalIdDisplayName, roleDefinitionId: id, role: name, why };
}

/** The same in the body of a registration definition, with ARM's names. */
export function delegationBody(onboarding: Onboarding): DelegationBody {
  const { operators } = onboarding;
  const authorizations = authorizationsOf(onboarding).map(bodyOf);
  if (operators === undefined) return { authorizations };
  const { approvers, maximumDuration } = operators;
  const managedByTenantApprovers = approvers.map(({ id, name }) => ({
    principalId: id,
    principalIdDisplayName: name,
  }));
  const justInTimeAccessPolicy = {
    multiFactorAuthProvider: "Azure",
    maximumActivationDuration: maximumDuration,
    ...(approvers.length === 0 ? {} : { managedByTenantApprovers }),
  };
  const eligibleAuthorizations = eligibleOf(onboarding).map((one) => ({
    ...bodyOf(one),
    justInTimeAccessPolicy,
  }));
  return { authorizations, eligibleAuthorizations };
}

type BodyAuthorization = Pick<Authorization, "principalId" | "principalIdDisplayName" | "roleDefinitionId">;

export interface DelegationBody {
  readonly authorizations: BodyAuthorization[];
  readonly eligibleAuthorizations?: (BodyAuthorization & {
    readonly justInTimeAccessPolicy: {
      readonly multiFactorAuthProvider: string;
      readonly maximumActivationDuration: string;
      readonly managedByTenantApprovers?: {
        readonly principalId: string;
        readonly principalIdDisplayName: string;
      }[];
    };
  })[];
}

function bodyOf({ principalId, principalIdDisplayName, roleDefinitionId }: Authorization): BodyAuthorization {
  return { principalId, principalIdDisplayName, roleDefinitionId };
}
