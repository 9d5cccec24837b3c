import { guidOf } from "../guid.ts";
import type { JsonMap } from "../json.ts";

type Lists = Readonly<Record<string, readonly JsonMap[]>>;

const GLOBAL_ADMIN = "62e90394-69f5-4237-9190-012177145e10";
const HELPDESK_ADMIN = "729827e3-9c14-49f7-bb1b-9608f156bbb8";
const DAY = 24 * 3600 * 1000;

/**
 * The directory of the partner's tenant, in the shapes of Microsoft's own samples. Some duties are met in it, and
 * others are not. An administrator has a mailbox, an Admin agent has not signed in for a year, and an application still
 * requests Azure AD Graph. Sources:
 * https://learn.microsoft.com/graph/api/authenticationmethodsroot-list-userregistrationdetails,
 * https://learn.microsoft.com/graph/api/user-list, https://learn.microsoft.com/graph/api/riskyuser-list,
 * https://learn.microsoft.com/graph/api/tenantrelationship-list-delegatedadminrelationships
 */
export function partnerDirectory(tenantId: string, customers: readonly string[], now: Date): Lists {
  const domain = "fabrikam.example";
  const people = ["alice", "bob", "carol"].map((name) => userOf(tenantId, name, domain, now, 3));
  const idle = userOf(tenantId, "dave", domain, now, 400);
  const agents = guidOf(`AdminAgents ${tenantId}`);
  const [alice, bob] = people;
  const roles = [held(alice, GLOBAL_ADMIN), held(bob, HELPDESK_ADMIN)];
  return {
    ...commonLists([...people, idle]),
    "/groups": [{ id: agents, displayName: "AdminAgents", securityEnabled: true }],
    [`/groups/${agents}/transitiveMembers/microsoft.graph.user`]: [...people.slice(0, 1), idle],
    "/roleManagement/directory/roleAssignments": roles,
    "/roleManagement/directory/roleAssignmentScheduleInstances": roles.map((one) => ({
      ...one,
      assignmentType: "Assigned",
      memberType: "Direct",
      startDateTime: null,
      endDateTime: null,
    })),
    "/roleManagement/directory/roleEligibilityScheduleInstances": [],
    "/domains": [{ id: domain, isDefault: true, isVerified: true, authenticationType: "Managed" }],
    "/subscribedSkus": [
      {
        skuPartNumber: "AAD_PREMIUM_P2",
        consumedUnits: 4,
        servicePlans: [{ servicePlanName: "AAD_PREMIUM_P2", provisioningStatus: "Success" }],
      },
    ],
    "/applications": [
      {
        id: guidOf("application"),
        displayName: "old reporting",
        requiredResourceAccess: [
          { resourceAppId: "00000002-0000-0000-c000-000000000000", resourceAccess: [] },
        ],
      },
    ],
    "/identityProtection/riskyUsers": [],
    "/tenantRelationships/delegatedAdminRelationships": customers.map((customer, index) => ({
      id: `${guidOf(`relationship ${customer}`)}-${index}`,
      displayName: `GDAP ${index + 1}`,
      status: "active",
      duration: "P730D",
      autoExtendDuration: index === 0 ? "PT0S" : "P180D",
      endDateTime: new Date(now.getTime() + 20 * DAY).toISOString(),
      customer: { tenantId: customer, displayName: `Customer ${index + 1}` },
      accessDetails: { unifiedRoles: [{ roleDefinitionId: HELPDESK_ADMIN }] },
    })),
  };
}

/** The directory of a customer's tenant: two users, all registered. */
export function customerDirectory(tenantId: string, now: Date): Lists {
  const people = ["erin", "frank"].map((name) => userOf(tenantId, name, "customer.example", now, 2));
  return commonLists(people);
}

function commonLists(people: readonly JsonMap[]): Lists {
  return {
    "/users": people,
    "/reports/authenticationMethods/userRegistrationDetails": people.map((one) => ({
      id: one["id"] ?? "",
      userPrincipalName: one["userPrincipalName"] ?? "",
      userType: "member",
      isAdmin: false,
      isMfaRegistered: true,
      methodsRegistered: ["microsoftAuthenticatorPush", "softwareOneTimePasscode"],
    })),
    "/policies/identitySecurityDefaultsEnforcementPolicy": [
      { id: "00000000-0000-0000-0000-000000000005", isEnabled: false },
    ],
    "/identity/conditionalAccess/policies": [
      {
        id: guidOf("policy"),
        displayName: "Require MFA of all users",
        state: "enabled",
        conditions: {
          clientAppTypes: ["all"],
          applications: { includeApplications: ["All"], excludeApplications: [] },
          users: { includeUsers: ["All"], excludeUsers: [], excludeGroups: [], excludeRoles: [] },
          locations: null,
          platforms: null,
        },
        grantControls: { operator: "OR", builtInControls: ["mfa"] },
      },
    ],
  };
}

function userOf(tenantId: string, name: string, domain: string, now: Date, days: number): JsonMap {
  return {
    id: guidOf(`user ${tenantId} ${name}`),
    userPrincipalName: `${name}@${domain}`,
    mail: `${name}@${domain}`,
    accountEnabled: true,
    userType: "Member",
    createdDateTime: new Date(now.getTime() - 800 * DAY).toISOString(),
    assignedPlans:
      name === "bob"
        ? [{ service: "exchange", capabilityStatus: "Enabled", servicePlanId: guidOf("exchange") }]
        : [],
    signInActivity: {
      lastSignInDateTime: new Date(now.getTime() - days * DAY).toISOString(),
      lastNonInteractiveSignInDateTime: null,
    },
  };
}

function held(user: JsonMap | undefined, roleDefinitionId: string): JsonMap {
  const principalId = user?.["id"] ?? "";
  return {
    id: guidOf(`role ${roleDefinitionId} ${JSON.stringify(principalId)}`),
    principalId,
    roleDefinitionId,
    directoryScopeId: "/",
  };
}
