import {
  activeRoles,
  activeUsers,
  adminAgents,
  assignedRoles,
  GLOBAL_ADMIN,
  hasMailbox,
  idleDays,
  users,
} from "./reads.ts";
import { type Look, named, seenWithout } from "./sighting.ts";

/** After this time without a sign-in, an account counts as unused. */
const IDLE_DAYS = 90;
/** Fewer than five. https://learn.microsoft.com/entra/identity/role-based-access-control/best-practices */
const MOST_GLOBAL_ADMINS = 4;
/** Two accounts for emergencies keep their role. https://learn.microsoft.com/entra/identity/role-based-access-control/security-emergency-access */
const EMERGENCY_ACCOUNTS = 2;
const ROLES = "RoleManagement.Read.Directory";
const AGENTS = ["GroupMember.Read.All", "User.Read.All", "AuditLog.Read.All"];

const adminRoles: Look = {
  duty: "admin-role-review",
  permissions: [ROLES],
  see: async ({ partner }) => {
    const roles = await assignedRoles(partner);
    const isGlobal = (id: string) => id.toLowerCase() === GLOBAL_ADMIN;
    const globals = new Set(
      roles.filter((one) => isGlobal(one.roleDefinitionId)).map((one) => one.principalId),
    );
    const holders = new Set(roles.map((one) => one.principalId)).size;
    return seenWithout(
      globals.size > MOST_GLOBAL_ADMINS
        ? [`${globals.size} accounts are Global admin: Microsoft recommends fewer than five`]
        : [],
      "nothing-against",
      `Global admins: ${globals.size}, accounts with a privileged role: ${holders}; a person has to decide whether each needs it`,
    );
  },
};

const justInTime: Look = {
  duty: "just-in-time-access",
  permissions: [ROLES],
  see: async ({ partner }) => {
    const roles = await activeRoles(partner);
    const lasting = roles.filter(
      ({ assignmentType, endDateTime }) => assignmentType !== "Activated" && endDateTime === undefined,
    );
    const holders = new Set(lasting.map((one) => one.principalId)).size;
    const eligible = await partner.list("/roleManagement/directory/roleEligibilityScheduleInstances");
    return seenWithout(
      holders > EMERGENCY_ACCOUNTS
        ? [
            `${holders} accounts hold a privileged role permanently; only ${EMERGENCY_ACCOUNTS} for emergencies should; ${eligible.length} roles are eligible`,
          ]
        : [],
      "nothing-against",
      `${holders} accounts hold a privileged role permanently, ${eligible.length} roles are eligible; whether a second person approves is not read`,
    );
  },
};

const agents: Look = {
  duty: "admin-agent-group-review",
  permissions: AGENTS,
  see: async ({ now, partner }) => {
    const members = await adminAgents(partner);
    const idle = members.filter((one) => (idleDays(one, now) ?? 0) > IDLE_DAYS);
    const guests = members.filter(({ userType }) => userType?.toLowerCase() === "guest");
    const disabled = members.filter(({ accountEnabled }) => !accountEnabled);
    const names = (list: typeof members) => list.map((one) => one.userPrincipalName);
    return seenWithout(
      [
        ...(idle.length === 0
          ? []
          : [`Admin agents that did not sign in for ${IDLE_DAYS} days: ${named("user", names(idle))}`]),
        ...(guests.length === 0 ? [] : [`guests among the Admin agents: ${named("user", names(guests))}`]),
        ...(disabled.length === 0
          ? []
          : [`disabled accounts among the Admin agents: ${named("user", names(disabled))}`]),
      ],
      "nothing-against",
      `${named("Admin agent", names(members))}, all signed in within ${IDLE_DAYS} days; a person has to decide whether each needs it`,
    );
  },
};

const dedicatedAccounts: Look = {
  duty: "dedicated-customer-access-accounts",
  permissions: AGENTS,
  see: async ({ partner }) => {
    const members = new Set((await adminAgents(partner)).map(({ id }) => id));
    const mailed = (await users(partner)).filter((one) => members.has(one.id) && hasMailbox(one));
    const names = mailed.map((one) => one.userPrincipalName);
    return seenWithout(
      mailed.length === 0 ? [] : [`Admin agents with a mailbox: ${named("user", names)}`],
      "nothing-against",
      "no Admin agent has a mailbox; what else the accounts are used for is not shown",
    );
  },
};

const separateAccounts: Look = {
  duty: "separate-admin-accounts",
  permissions: [ROLES, "User.Read.All"],
  see: async ({ partner }) => {
    const holders = new Set((await assignedRoles(partner)).map((one) => one.principalId));
    const mailed = (await users(partner)).filter((one) => holders.has(one.id) && hasMailbox(one));
    const names = mailed.map((one) => one.userPrincipalName);
    return seenWithout(
      mailed.length === 0 ? [] : [`administrators with a mailbox: ${named("user", names)}`],
      "met",
      "no account with a privileged role has a mailbox",
    );
  },
};

const leavers: Look = {
  duty: "leavers-removed",
  permissions: ["User.Read.All", "AuditLog.Read.All", ROLES],
  see: async ({ now, partner }) => {
    const all = await activeUsers(partner);
    const holders = new Set((await assignedRoles(partner)).map((one) => one.principalId));
    const idle = all.filter((one) => one.accountEnabled && (idleDays(one, now) ?? 0) > IDLE_DAYS);
    const disabled = all.filter(({ accountEnabled, id }) => !accountEnabled && holders.has(id));
    const names = (list: typeof all) => list.map((one) => one.userPrincipalName);
    return seenWithout(
      [
        ...(idle.length === 0
          ? []
          : [`enabled, and not signed in for ${IDLE_DAYS} days: ${named("account", names(idle))}`]),
        ...(disabled.length === 0
          ? []
          : [`disabled, but with a privileged role: ${named("account", names(disabled))}`]),
      ],
      "nothing-against",
      `all enabled accounts signed in within ${IDLE_DAYS} days; compare them with your list of employees`,
    );
  },
};

export const PRIVILEGED_LOOKS: readonly Look[] = [
  separateAccounts,
  agents,
  adminRoles,
  leavers,
  justInTime,
  dedicatedAccounts,
];
