import type { WebhookReceiver } from "./action-group.ts";
import type { ActivityLogExportProps } from "./activity-log-export.ts";
import type { BudgetProps } from "./budget.ts";
import type { DefenderPlansProps } from "./defender-plans.ts";
import type { SecurityContactProps } from "./security-contact.ts";

/** Switches a part without settings on (`true`, `{}`) or off (`false`). */
export type Switch = boolean | Readonly<Record<string, never>>;

/** Whom Azure tells of what. */
export interface BaselineContacts {
  /** Microsoft's warnings of a breach, Defender alerts. */
  readonly security: { readonly emails: readonly string[]; readonly phone?: string };
  /** Budgets and cost anomalies. */
  readonly billing: { readonly emails: readonly string[] };
  /** Service health, resource health and administrative operations. */
  readonly operations: {
    readonly emails: readonly string[];
    /** @default none */
    readonly webhooks?: readonly WebhookReceiver[];
  };
}

export interface SubscriptionBaselineProps {
  /** The subscription's GUID. A subscription has one baseline in an app. */
  readonly subscriptionId: string;
  /** The Azure region of the resource group: `westeurope`. */
  readonly location: string;
  /** The addresses that Azure notifies. */
  readonly contacts: BaselineContacts;
  /** The monthly budget, its amount in the billing currency; `false` where another tool or an exception covers it. */
  readonly budget: Pick<BudgetProps, "amount" | "startMonth" | "actual" | "forecasted"> | false;
  /** The name of the resource group for the action group and alerts: 1 to 90 characters. @default "rg-csp-baseline" */
  readonly resourceGroup?: string;
  /** Tags of all that takes tags: at most 50. @default none */
  readonly tags?: Readonly<Record<string, string>>;
  /** Whom Microsoft warns of a breach, beyond the addresses. @default on, with the defaults of `SecurityContact` */
  readonly securityContact?:
    | Pick<SecurityContactProps, "api" | "alertSeverity" | "attackPathRisk" | "notifyRoles">
    | boolean;
  /** The action group that all alerts notify; it can only be off where the alerts are. @default on */
  readonly actionGroup?: Switch;
  /** The alert on a day's unusual cost. @default on */
  readonly costAnomaly?: Switch;
  /** The alert on Azure's own incidents, maintenance and advisories. @default on */
  readonly serviceHealth?: Switch;
  /** The alert on resources that the platform degrades. @default on */
  readonly resourceHealth?: Switch;
  /** The alerts on administrative operations, one rule each: at most 90. @default on, for `ADMINISTRATIVE_OPERATIONS` */
  readonly activityLogAlerts?: { readonly extraOperations?: readonly string[] } | boolean;
  /** Where the activity log is exported to. @default off */
  readonly activityLogExport?: Pick<ActivityLogExportProps, "workspaceId" | "storageAccountId"> | false;
  /** The Defender plans to set; `Standard` costs money. @default off */
  readonly defenderPlans?: DefenderPlansProps["plans"] | false;
  /** Azure's own audit policies for contact and alerts. @default off */
  readonly policyAssignments?: Switch;
  /**
   * Declares a Terraform output for the id of each part. In a stack that is deployed already, a new output is a change
   * in the next plan. @default false
   */
  readonly outputs?: boolean;
}
