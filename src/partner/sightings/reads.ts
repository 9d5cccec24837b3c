import { z } from "zod";
import { AzureFailure } from "../../azure/failure.ts";
import { instant, listOf, text } from "../graph/lenient.ts";
import type { Directory } from "./directory.ts";

/* Lists of a tenant that several duties use. An unreadable item is a failure, so that no duty is met by mistake. */

const yes = z.boolean().nullish().catch(undefined);

/** Returns every item of a list; an unreadable one fails the whole list. @throws {AzureFailure} */
export function parsed<Item>(schema: z.ZodType<Item>, items: readonly unknown[], what: string): Item[] {
  return items.map((item) => {
    const read = schema.safeParse(item);
    if (read.success) return read.data;
    throw new AzureFailure(`its answer has ${what} that cannot be read`);
  });
}

const assignedPlan = z.object({ service: z.string(), capabilityStatus: z.string() });
const userSchema = z.object({
  id: z.string(),
  userPrincipalName: z.string(),
  accountEnabled: z.boolean(),
  userType: text,
  mail: text,
  assignedPlans: listOf(assignedPlan),
});
export type User = z.output<typeof userSchema>;

/** https://learn.microsoft.com/graph/api/user-list; User.Read.All */
export async function users(directory: Directory): Promise<User[]> {
  const select = "id,userPrincipalName,accountEnabled,userType,mail,assignedPlans";
  return parsed(userSchema, await directory.list(`/users?$select=${select}&$top=999`), "a user");
}

/** Returns whether an account has a mailbox in Exchange Online. */
export function hasMailbox({ assignedPlans }: User): boolean {
  return assignedPlans.some(
    ({ capabilityStatus, service }) => service === "exchange" && capabilityStatus === "Enabled",
  );
}

const activitySchema = z.object({
  id: z.string(),
  userPrincipalName: z.string(),
  accountEnabled: z.boolean(),
  userType: text,
  createdDateTime: instant,
  signInActivity: z
    .object({ lastSignInDateTime: instant, lastNonInteractiveSignInDateTime: instant })
    .nullish()
    .catch(undefined),
});
export type ActiveUser = z.output<typeof activitySchema>;
const ACTIVITY = "id,userPrincipalName,accountEnabled,userType,createdDateTime,signInActivity";

/** Users with their last sign-in; User.Read.All, AuditLog.Read.All and Entra ID P1. */
export async function activeUsers(directory: Directory): Promise<ActiveUser[]> {
  return parsed(activitySchema, await directory.list(`/users?$select=${ACTIVITY}&$top=500`), "a user");
}

/**
 * Returns the days since a user last signed in, or since the creation if there was no sign-in; undefined if Entra
 * returns neither.
 */
export function idleDays({ createdDateTime, signInActivity }: ActiveUser, now: Date): number | undefined {
  const times = [signInActivity?.lastSignInDateTime, signInActivity?.lastNonInteractiveSignInDateTime]
    .flatMap((one) => (one === undefined ? [] : [Date.parse(one)]))
    .sort((a, b) => b - a);
  const last = times[0] ?? (createdDateTime === undefined ? undefined : Date.parse(createdDateTime));
  return last === undefined ? undefined : Math.floor((now.getTime() - last) / (24 * 3600 * 1000));
}

/** https://learn.microsoft.com/partner-center/permissions-overview: the group behind the role of Partner Center. */
const groupSchema = z.object({ id: z.string().regex(/^[\w-]{1,100}$/) });

/**
 * Returns members of the partner's group of Admin agents; GroupMember.Read.All, User.Read.All and AuditLog.Read.All.
 * @throws {AzureFailure}
 */
export async function adminAgents(directory: Directory): Promise<ActiveUser[]> {
  const groups = await directory.list("/groups?$filter=displayName eq 'AdminAgents'&$select=id,displayName");
  const [group, ...more] = parsed(groupSchema, groups, "a group");
  if (group === undefined || more.length > 0)
    throw new AzureFailure(`the tenant has ${groups.length} groups AdminAgents, where there should be one`);
  const path = `/groups/${group.id}/transitiveMembers/microsoft.graph.user?$select=${ACTIVITY}`;
  return parsed(activitySchema, await directory.list(path), "a member");
}

/** Roles that Microsoft's own policy for administrators covers. https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference */
const PRIVILEGED: ReadonlySet<string> = new Set([
  "62e90394-69f5-4237-9190-012177145e10",
  "e8611ab8-c189-46e8-94e1-60213ab1f814",
  "194ae4cb-b126-40b2-bd5b-6091b380977d",
  "fe930be7-5e62-47db-91af-98c3a49a38b1",
  "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
  "158c047a-c907-4556-b7ef-446551a6b5f7",
  "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9",
  "29232cdf-9323-42fd-ade2-1d097af3e4de",
  "f28a1f50-f6e7-4571-818b-6a12f2af6b6c",
  "729827e3-9c14-49f7-bb1b-9608f156bbb8",
  "c4e39bd9-1100-46d3-8c65-fb160da0071f",
  "7be44c8a-adaf-4e2a-84d6-ab2649e08a13",
  "b0f54661-2d74-4c50-afa3-1ec803f12efe",
]);
export const GLOBAL_ADMIN = "62e90394-69f5-4237-9190-012177145e10";

const assignmentSchema = z.object({
  roleDefinitionId: z.string(),
  principalId: z.string(),
  endDateTime: instant,
  assignmentType: text,
});
export type RoleHeld = z.output<typeof assignmentSchema>;

/** Returns active assignments of privileged roles with their ends; RoleManagement.Read.Directory, Entra ID P2. */
export async function activeRoles(directory: Directory): Promise<RoleHeld[]> {
  return privileged(await directory.list("/roleManagement/directory/roleAssignmentScheduleInstances"));
}

/** Returns assignments of privileged roles that are active now; RoleManagement.Read.Directory. */
export async function assignedRoles(directory: Directory): Promise<RoleHeld[]> {
  return privileged(await directory.list("/roleManagement/directory/roleAssignments"));
}

function privileged(items: readonly unknown[]): RoleHeld[] {
  return parsed(assignmentSchema, items, "an assignment of a role").filter(({ roleDefinitionId }) =>
    PRIVILEGED.has(roleDefinitionId.toLowerCase()),
  );
}

const registrationSchema = z.object({
  userPrincipalName: z.string(),
  userType: text,
  isMfaRegistered: z.boolean(),
  isAdmin: yes,
  methodsRegistered: z.array(z.string()).catch([]),
});
export type Registration = z.output<typeof registrationSchema>;

/** Returns the registered methods of users without guests; AuditLog.Read.All and Entra ID P1. */
export async function registrations(directory: Directory): Promise<Registration[]> {
  const items = await directory.list("/reports/authenticationMethods/userRegistrationDetails");
  const all = parsed(registrationSchema, items, "a registration");
  if (all.length === 0) throw new AzureFailure("its report on authentication methods is empty");
  return all.filter(({ userType }) => userType?.toLowerCase() !== "guest");
}
