import { READER_ROLE } from "../../audit/access/delegation.ts";
import type { EligibleRole } from "../../fleet/index.ts";
import { isPermitted, type Permission } from "./operation.ts";
import { type OperationGroup, operationsOf, type Purpose } from "./operations.ts";

/** A built-in role of Azure. */
export interface BuiltInRole extends Permission {
  readonly name: string;
  /** The GUID of its definition, the same in every tenant. */
  readonly id: string;
  /** Its purpose, for the customer. */
  readonly why: string;
  /** Its other permissions, which the customer should know. */
  readonly beyond?: string;
  /** The source of its definition. */
  readonly source: string;
}

const PAGE = "https://learn.microsoft.com/azure/role-based-access-control/built-in-roles";

/*
 * Contains of each role only the actions that the baseline needs, all of its notActions, and no role with dataActions:
 * Lighthouse supports neither these, nor Owner, nor custom roles.
 * https://learn.microsoft.com/azure/lighthouse/concepts/tenants-users-roles#role-support-for-azure-lighthouse All
 * definitions as returned by ARM: https://github.com/iann0036/iam-dataset/blob/main/azure/built-in-roles-raw.json
 */

export const READER: BuiltInRole = {
  name: "Reader",
  id: READER_ROLE,
  why: "to read resources for plans, reviews and audits",
  beyond: "can read all resources of the subscription, but no keys, secrets or stored data",
  actions: ["*/read"],
  notActions: [],
  source: `${PAGE}/general#reader`,
};

const SECURITY_ADMIN: BuiltInRole = {
  name: "Security Admin",
  id: "fb1c8493-542b-48eb-b624-b4c8fea62acd",
  why: "to set the security contact, the plans of Defender for Cloud and audit policies",
  beyond: "can change all settings of Defender for Cloud, and policies and their assignments",
  actions: [
    "Microsoft.Authorization/*/read",
    "Microsoft.Authorization/policyAssignments/*",
    "Microsoft.Resources/subscriptions/resourceGroups/read",
    "Microsoft.Security/*",
  ],
  notActions: [],
  source: `${PAGE}/security#security-admin`,
};

/**
 * The role without dataActions that can create a resource group and whose other permissions are nearest to the
 * baseline's. Monitoring Contributor cannot create one; Contributor has far more permissions.
 */
const MONITORING_POLICY_CONTRIBUTOR: BuiltInRole = {
  name: "Monitoring Policy Contributor",
  id: "47be4a87-7950-4631-9daf-b664a405f074",
  why: "to create the resource group with the action group and the alerts, and to export the activity log",
  beyond:
    "can delete any resource group with its resources; this right is needed to remove the baseline's group when an exception ends it",
  actions: [
    "*/read",
    "Microsoft.Insights/actiongroups/*",
    "Microsoft.Insights/activityLogAlerts/*",
    "Microsoft.Insights/DiagnosticSettings/*",
    "Microsoft.Insights/Register/Action",
    "Microsoft.OperationalInsights/workspaces/sharedKeys/action",
    "Microsoft.Resources/subscriptions/resourceGroups/*",
  ],
  notActions: [],
  source: `${PAGE}/monitor#monitoring-policy-contributor`,
};

const COST_MANAGEMENT_CONTRIBUTOR: BuiltInRole = {
  name: "Cost Management Contributor",
  id: "434105ed-43f6-45c7-a02f-909b2ba83430",
  why: "to set the budget and the cost anomaly alert",
  beyond: "can see costs, and change other budgets and exports of costs",
  actions: [
    "Microsoft.Consumption/*",
    "Microsoft.CostManagement/*",
    "Microsoft.Resources/subscriptions/read",
  ],
  notActions: [],
  source: `${PAGE}/management-and-governance#cost-management-contributor`,
};

export const STORAGE_KEY_OPERATOR: BuiltInRole = {
  name: "Storage Account Key Operator Service Role",
  id: "81a9662b-bebf-436f-a333-f67b29880f12",
  why: "to send the activity log to a storage account of the subscription",
  beyond: "can read and regenerate the keys of every storage account of the subscription",
  actions: ["Microsoft.Storage/storageAccounts/listkeys/action"],
  notActions: [],
  source: `${PAGE}/storage#storage-account-key-operator-service-role`,
};

/** Not needed for a deployment. Without it only the customer can end a delegation. */
export const DELEGATION_DELETE: BuiltInRole = {
  name: "Managed Services Registration assignment Delete Role",
  id: "91c1777a-f3dc-4fae-b103-61d183457e46",
  why: "to remove the delegation, which otherwise only the customer can do",
  actions: [
    "Microsoft.ManagedServices/registrationAssignments/read",
    "Microsoft.ManagedServices/registrationAssignments/delete",
  ],
  notActions: [],
  source: `${PAGE}/management-and-governance#managed-services-registration-assignment-delete-role`,
};

const CONTRIBUTOR: BuiltInRole = {
  name: "Contributor",
  id: "b24988ac-6180-42a0-ab88-20f7382dd24c",
  why: "to change everything in the subscription except access to it",
  actions: ["*"],
  notActions: ["Microsoft.Authorization/*/Delete", "Microsoft.Authorization/*/Write"],
  source: `${PAGE}/privileged#contributor`,
};

const SUPPORT_REQUEST_CONTRIBUTOR: BuiltInRole = {
  name: "Support Request Contributor",
  id: "cfd33db0-3dd1-45e3-aa9d-cdbdf3b6f24e",
  why: "to open support requests with Microsoft",
  actions: ["Microsoft.Resources/subscriptions/resourceGroups/read", "Microsoft.Support/*"],
  notActions: [],
  source: `${PAGE}/management-and-governance#support-request-contributor`,
};

/** The roles that people can activate, by their names in the fleet. */
export const ELIGIBLE: Readonly<Record<EligibleRole, BuiltInRole>> = {
  Contributor: CONTRIBUTOR,
  "Security Admin": SECURITY_ADMIN,
  "Monitoring Policy Contributor": MONITORING_POLICY_CONTRIBUTOR,
  "Cost Management Contributor": COST_MANAGEMENT_CONTRIBUTOR,
  "Support Request Contributor": SUPPORT_REQUEST_CONTRIBUTOR,
};

/** In the order of preference: the first role that permits an operation is requested. */
const CANDIDATES: Readonly<Record<Purpose, readonly BuiltInRole[]>> = {
  reader: [READER],
  deployer: [
    SECURITY_ADMIN,
    MONITORING_POLICY_CONTRIBUTOR,
    COST_MANAGEMENT_CONTRIBUTOR,
    STORAGE_KEY_OPERATOR,
  ],
};

/** Returns the name of a role in this list; of others the id. */
export function roleName(id: string): string {
  const known = [READER, DELEGATION_DELETE, STORAGE_KEY_OPERATOR, ...Object.values(ELIGIBLE)];
  return known.find((role) => role.id === id)?.name ?? `the role ${id}`;
}

/** Returns the role that gives an operation to a principal with this purpose; undefined if no built-in role does. */
export function roleFor(operation: string, purpose: Purpose): BuiltInRole | undefined {
  return CANDIDATES[purpose].find((role) => isPermitted([role], operation));
}

/** Returns the fewest roles that permit all operations of the parts, without a role that contributes nothing. */
export function rolesFor(groups: readonly OperationGroup[], purpose: Purpose): readonly BuiltInRole[] {
  let roles = CANDIDATES[purpose];
  const operations = groups.flatMap((group) => operationsOf(group, purpose));
  for (const role of CANDIDATES[purpose]) {
    const others = roles.filter((other) => other !== role);
    const isNeeded = operations.some((one) => isPermitted([role], one) && !isPermitted(others, one));
    if (!isNeeded) roles = others;
  }
  return roles;
}
