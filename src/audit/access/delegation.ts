import type { AzureConnection } from "../../azure/connection.ts";
import { items, member, textMember } from "../../text/json.ts";

/** A role of a delegation for a principal of the managing tenant; ids in lower case. */
export interface Grant {
  readonly principalId: string;
  /** As the delegation names it; for people. */
  readonly principal: string;
  /** The GUID of the role's definition. */
  readonly roleId: string;
}

/** A role that may be activated for a while. */
export interface EligibleGrant extends Grant {
  readonly multifactor: boolean;
  /** ISO 8601; empty where Azure says none. */
  readonly maximumDuration: string;
  /** Object ids in lower case; empty where no approval is needed. */
  readonly approvers: readonly string[];
}

/** The authorizations of an Azure Lighthouse delegation. */
export interface Delegation {
  readonly permanent: readonly Grant[];
  readonly eligible: readonly EligibleGrant[];
}

/** A delegation as Azure shows it. */
export interface SeenDelegation extends Delegation {
  /** Of its registration assignment. */
  readonly id: string;
  /** The tenant it is delegated to, in lower case. */
  readonly tenantId: string;
}

const API_VERSION = "2022-10-01";

/**
 * The delegations of a subscription, whatever tenant they are to.
 * https://learn.microsoft.com/rest/api/managedservices/registration-assignments/list
 * @throws {AzureFailure}
 */
export async function readDelegations(
  connection: Pick<AzureConnection, "list">,
  subscriptionId: string,
): Promise<readonly SeenDelegation[]> {
  const path = `/subscriptions/${subscriptionId}/providers/Microsoft.ManagedServices/registrationAssignments`;
  const query = `api-version=${API_VERSION}&$expandRegistrationDefinition=true`;
  const found = await connection.list(`${path}?${query}`);
  return found.map((assignment) => {
    const definition = member(member(assignment, "properties"), "registrationDefinition");
    const properties = member(definition, "properties");
    return {
      ...delegationOf(properties),
      id: textMember(assignment, "id") ?? "",
      tenantId: lower(properties, "managedByTenantId"),
    };
  });
}

/** Reads the authorizations of a registration definition. Values of another shape are ignored. */
export function delegationOf(properties: unknown): Delegation {
  return {
    permanent: items(member(properties, "authorizations")).map(grantOf),
    eligible: items(member(properties, "eligibleAuthorizations")).map((one) => {
      const policy = member(one, "justInTimeAccessPolicy");
      return {
        ...grantOf(one),
        multifactor: lower(policy, "multiFactorAuthProvider") === "azure",
        maximumDuration: textMember(policy, "maximumActivationDuration") ?? "",
        approvers: items(member(policy, "managedByTenantApprovers")).map((approver) =>
          lower(approver, "principalId"),
        ),
      };
    }),
  };
}

/** Azure's names of roles, by the GUIDs of their definitions. */
export type RoleName = (roleId: string) => string;

/** Describes the missing authorizations; empty if there are none. */
export function missingGrants(asked: Delegation, seen: readonly Delegation[], roleName: RoleName): string[] {
  const permanent = asked.permanent.filter(
    (grant) => !seen.some((one) => one.permanent.some((other) => isSame(grant, other))),
  );
  const eligible = asked.eligible.filter(
    (grant) =>
      !seen.some((one) => one.eligible.some((other) => isSame(grant, other) && isAsStrict(grant, other))),
  );
  return [
    ...permanent.map((grant) => `${roleName(grant.roleId)} for ${grant.principal}`),
    ...eligible.map((grant) => `${roleName(grant.roleId)} just in time for ${grant.principal}`),
  ];
}

export function isSame(grant: Grant, other: Grant): boolean {
  return grant.principalId === other.principalId && grant.roleId === other.roleId;
}

/** Whether an activation takes no less than is asked for: multifactor authentication, no longer, as many approvers. */
function isAsStrict(asked: EligibleGrant, other: EligibleGrant): boolean {
  return (
    (other.multifactor || !asked.multifactor) &&
    minutesOf(other.maximumDuration) <= minutesOf(asked.maximumDuration) &&
    asked.approvers.length > 0 === other.approvers.length > 0 &&
    other.approvers.every((id) => asked.approvers.includes(id))
  );
}

/** Of `PT1H30M`; any other value counts as the longest that Azure allows. */
function minutesOf(duration: string): number {
  const [whole, hours = "0", minutes = "0"] = /^PT(?:(\d{1,4})H)?(?:(\d{1,4})M)?$/i.exec(duration) ?? [];
  return whole === undefined ? 480 : Number(hours) * 60 + Number(minutes);
}

/** The id of Azure's role Reader. */
export const READER_ROLE = "acdd72a7-3385-48ef-bd42-f606fba81ae7";

/** The GUID at the end of a role definition's id, in lower case. */
export function roleIdOf(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1).toLowerCase();
}

function grantOf(value: unknown): Grant {
  const principalId = lower(value, "principalId");
  return {
    principalId,
    principal: textMember(value, "principalIdDisplayName") ?? principalId,
    roleId: roleIdOf(textMember(value, "roleDefinitionId") ?? ""),
  };
}

function lower(value: unknown, name: string): string {
  return textMember(value, name)?.toLowerCase() ?? "";
}
