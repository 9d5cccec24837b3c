import type { ControlId } from "../../controls/control-ids.ts";
import type { Subscription } from "../../fleet/index.ts";

/** A part of the baseline, and the Azure operations that it needs. */
export interface OperationGroup {
  readonly id: string;
  /** A name for people. */
  readonly title: string;
  /** The source of the operations: constructs, adoption, the audit. */
  readonly neededBy: string;
  /** Operations for planning, reviewing and auditing. */
  readonly reads: readonly string[];
  /** Additional operations for deploying: `delete` for resources that a change replaces or an exception removes. */
  readonly writes: readonly string[];
  /** Returns whether the subscription has this part: switched on, and not excepted today. */
  isNeeded(subscription: Subscription): boolean;
}

/** Returns whether any of these controls is not excepted. */
function holds({ exceptions }: Subscription, ...controls: readonly ControlId[]): boolean {
  const excepted = new Set(exceptions.filter(({ expired }) => !expired).map(({ control }) => control));
  return controls.some((control) => !excepted.has(control));
}

const change = (type: string) => [`${type}/write`, `${type}/delete`];
const always = () => true;

/**
 * The operations of the baseline in a customer's subscription, as operations of Azure RBAC. Excepted controls are still
 * read, because the audit judges them.
 *
 * Sources: the requests that azurerm 4.55.0 and azapi 2.12 send for the constructs' resources;
 * https://learn.microsoft.com/azure/role-based-access-control/resource-provider-operations
 */
export const OPERATION_GROUPS: readonly OperationGroup[] = [
  {
    id: "subscription",
    title: "the subscription itself",
    neededBy: "every plan; `audit` lists subscriptions with it, `onboard --verify` reads permissions with it",
    reads: [
      "Microsoft.Resources/subscriptions/read",
      // azurerm reads the resource providers, although it registers none.
      "Microsoft.Resources/subscriptions/providers/read",
      "Microsoft.Authorization/permissions/read",
    ],
    writes: [],
    isNeeded: always,
  },
  {
    id: "security-contact",
    title: "security contact",
    neededBy: "`SecurityContact`, its adoption, the control `security-contact`",
    reads: ["Microsoft.Security/securityContacts/read"],
    writes: change("Microsoft.Security/securityContacts"),
    isNeeded: (subscription) => holds(subscription, "security-contact"),
  },
  {
    id: "budget",
    title: "budget",
    neededBy: "`Budget`, its adoption, the control `budget`",
    reads: ["Microsoft.Consumption/budgets/read"],
    writes: change("Microsoft.Consumption/budgets"),
    isNeeded: (subscription) => holds(subscription, "budget"),
  },
  {
    id: "cost-anomaly-alert",
    title: "cost anomaly alert",
    neededBy: "`CostAnomalyAlert`, its adoption, the control `cost-anomaly-alert`",
    reads: ["Microsoft.CostManagement/scheduledActions/read"],
    writes: change("Microsoft.CostManagement/scheduledActions"),
    isNeeded: (subscription) => holds(subscription, "cost-anomaly-alert"),
  },
  {
    id: "resource-group",
    title: "resource group of the alerts",
    neededBy:
      "`SubscriptionBaseline`, its adoption; azurerm lists the resources of a group before it deletes it",
    reads: [
      "Microsoft.Resources/subscriptions/resourceGroups/read",
      "Microsoft.Resources/subscriptions/resourceGroups/resources/read",
    ],
    writes: change("Microsoft.Resources/subscriptions/resourceGroups"),
    isNeeded: (subscription) => holds(subscription, "action-group"),
  },
  {
    id: "action-group",
    title: "action group",
    neededBy: "`ActionGroup`, its adoption, the control `action-group`",
    reads: ["Microsoft.Insights/actionGroups/read"],
    writes: change("Microsoft.Insights/actionGroups"),
    isNeeded: (subscription) => holds(subscription, "action-group"),
  },
  {
    id: "activity-log-alerts",
    title: "service health, resource health and activity log alerts",
    neededBy:
      "`ServiceHealthAlert`, `ResourceHealthAlert`, `ActivityLogAlerts`, their adoption, the controls of the same names",
    reads: ["Microsoft.Insights/activityLogAlerts/read", "Microsoft.AlertsManagement/actionRules/read"],
    writes: change("Microsoft.Insights/activityLogAlerts"),
    isNeeded: (subscription) =>
      holds(subscription, "service-health-alert", "resource-health-alert", "activity-log-alerts"),
  },
  {
    id: "activity-log-export",
    title: "activity log export",
    neededBy: "`ActivityLogExport`, its adoption, the control `activity-log-export`",
    reads: ["Microsoft.Insights/diagnosticSettings/read"],
    writes: change("Microsoft.Insights/diagnosticSettings"),
    isNeeded: (subscription) => isExported(subscription),
  },
  {
    id: "export-to-workspace",
    title: "workspace that the activity log is sent to",
    neededBy: "`ActivityLogExport` with a `workspaceId` in this subscription",
    reads: ["Microsoft.OperationalInsights/workspaces/read"],
    writes: ["Microsoft.OperationalInsights/workspaces/sharedKeys/action"],
    isNeeded: (subscription) => isExported(subscription, "workspaceId"),
  },
  {
    id: "export-to-storage",
    title: "storage account that the activity log is sent to",
    neededBy: "`ActivityLogExport` with a `storageAccountId` in this subscription",
    reads: ["Microsoft.Storage/storageAccounts/read"],
    writes: ["Microsoft.Storage/storageAccounts/listKeys/action"],
    isNeeded: (subscription) => isExported(subscription, "storageAccountId"),
  },
  {
    id: "defender-plans",
    title: "plans of Defender for Cloud",
    neededBy:
      "`DefenderPlans`, its adoption, the control `defender-plans`; removing a plan writes the tier Free",
    reads: ["Microsoft.Security/pricings/read"],
    writes: ["Microsoft.Security/pricings/write"],
    isNeeded: (subscription) =>
      subscription.baseline.defenderPlans !== false && holds(subscription, "defender-plans"),
  },
  {
    id: "policy-assignments",
    title: "policy assignments",
    neededBy: "`PolicyAssignments`, its adoption, the control `policy-assignments`",
    reads: [
      "Microsoft.Authorization/policyAssignments/read",
      "Microsoft.Authorization/policyDefinitions/read",
    ],
    writes: change("Microsoft.Authorization/policyAssignments"),
    isNeeded: (subscription) =>
      (subscription.baseline.policyAssignments && holds(subscription, "policy-assignments")) ||
      (subscription.baseline.ownPolicyAssignments ?? []).length > 0,
  },
];

/** The namespaces that must be registered before the first deployment; stacks register nothing themselves. */
export const RESOURCE_PROVIDERS: readonly string[] = [
  "Microsoft.Security",
  "Microsoft.Insights",
  "Microsoft.Consumption",
  "Microsoft.CostManagement",
];

/** Returns whether the activity log is exported: anywhere, or to a destination in the same subscription. */
function isExported(subscription: Subscription, destination?: "workspaceId" | "storageAccountId"): boolean {
  const { activityLogExport } = subscription.baseline;
  if (activityLogExport === false || !holds(subscription, "activity-log-export")) return false;
  if (destination === undefined) return true;
  const id = activityLogExport[destination]?.toLowerCase();
  return id?.startsWith(`/subscriptions/${subscription.id}/`) === true;
}

/** The purpose of an identity: `deployer` changes subscriptions, `reader` plans, reviews and audits. */
export type Purpose = "deployer" | "reader";

/** Returns the operations that a principal with this purpose needs for this part. */
export function operationsOf({ reads, writes }: OperationGroup, purpose: Purpose): readonly string[] {
  return purpose === "reader" ? reads : [...reads, ...writes];
}

/** Returns the parts that at least one of the subscriptions has, in the table's order. */
export function neededGroups(subscriptions: readonly Subscription[]): readonly OperationGroup[] {
  return OPERATION_GROUPS.filter((group) => subscriptions.some((one) => group.isNeeded(one)));
}
