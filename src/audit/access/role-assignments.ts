import type { AzureConnection } from "../../azure/connection.ts";
import { member, textMember } from "../../text/json.ts";
import { roleIdOf } from "./delegation.ts";

/** A role assignment that holds in a subscription. */
export interface Assignment {
  readonly id: string;
  /** The GUID of the role's definition. */
  readonly roleId: string;
  readonly principalId: string;
  /** `User`, `Group`, `ServicePrincipal`, `ForeignGroup`, `Device`. */
  readonly principalType: string;
  /** `YYYY-MM-DD` */
  readonly createdOn?: string;
}

const API_VERSION = "2022-04-01";
const OWNER_ROLE = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";

/**
 * The role assignments at a subscription and above it.
 * https://learn.microsoft.com/rest/api/authorization/role-assignments/list-for-subscription
 * @throws {AzureFailure}
 */
export async function readRoleAssignments(
  connection: Pick<AzureConnection, "list">,
  subscriptionId: string,
): Promise<readonly Assignment[]> {
  const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleAssignments`;
  const found = await connection.list(`${path}?api-version=${API_VERSION}&$filter=atScope()`);
  return found.map((one) => {
    const properties = member(one, "properties");
    const createdOn = /^\d{4}-\d\d-\d\d/.exec(textMember(properties, "createdOn") ?? "")?.[0];
    return {
      id: textMember(one, "id") ?? "",
      roleId: roleIdOf(textMember(properties, "roleDefinitionId") ?? ""),
      principalId: textMember(properties, "principalId") ?? "",
      principalType: textMember(properties, "principalType") ?? "",
      ...(createdOn === undefined ? {} : { createdOn }),
    };
  });
}

/**
 * Groups of another tenant that are Owner: in CSP, the partner's Admin agents.
 * https://learn.microsoft.com/partner-center/customers/revoke-reinstate-csp
 */
export function foreignOwners(assignments: readonly Assignment[]): readonly Assignment[] {
  return assignments.filter(
    ({ principalType, roleId }) => principalType.toLowerCase() === "foreigngroup" && roleId === OWNER_ROLE,
  );
}
