import type { ActionGroupReceivers } from "./action-group-receivers.ts";
import type { ActivityLogExportProps } from "./activity-log-export.ts";
import type {
  ExtraActivityLogAlerts,
  ExtraBudget,
  ExtraResourceHealthAlert,
  ExtraServiceHealthAlert,
} from "./baseline-extras.ts";
import type { BudgetProps } from "./budget.ts";
import type { DefenderPlansProps } from "./defender-plans.ts";
import type { OwnPolicyAssignment } from "./policy-assignments.ts";
import type { DeclaredBy } from "./provider.ts";
import type { SecurityContactProps } from "./security-contact.ts";

/** Switches a part without settings on (`true`, `{}`) or off (`false`). */
export type Switch = boolean | Readonly<Record<string, never>>;

/** The receivers of each kind of message. */
export interface BaselineContacts {
  /** Receivers of Microsoft's warnings of a breach and of Defender alerts. */
  readonly security: {
    /** E-mail addresses: 1 to 50, no duplicates. */
    readonly emails: readonly string[];
    /** A phone number, such as `+14255550100`. @default - none */
    readonly phone?: string;
  };
  /** Receivers of budgets and cost anomalies. */
  readonly billing: {
    /** E-mail addresses: 1 to 20, no duplicates. */
    readonly emails: readonly string[];
  };
  /** Receivers of alerts on service health, resource health and administrative operations. */
  readonly operations: OperationsContacts;
}

/** Receivers of alerts on service health, resource health and administrative operations. */
export interface OperationsContacts extends ActionGroupReceivers {
  /** E-mail addresses: at most 1000, no duplicates. At least one address or other receiver is needed. */
  readonly emails: readonly string[];
}

/** Settings of a `SubscriptionBaseline`. */
export interface SubscriptionBaselineProps extends DeclaredBy {
  /** The GUID of the subscription. An app can have one baseline per subscription. */
  readonly subscriptionId: string;
  /** The Azure region of the resource group, such as `westeurope`: 1 to 90 characters. */
  readonly location: string;
  /** The e-mail addresses and webhooks that Azure notifies. */
  readonly contacts: BaselineContacts;
  /**
   * The monthly budget, with its amount in the customer's billing currency: at least 1. `false` if another tool or an
   * exception covers it.
   */
  readonly budget:
    | Pick<BudgetProps, "amount" | "startMonth" | "actual" | "forecasted" | "contactRoles">
    | false;
  /** Additional budgets, such as one for a resource group or for a year: at most 10. @default - none */
  readonly extraBudgets?: readonly ExtraBudget[];
  /** The name of the resource group for the action group and alerts: 1 to 90 characters. @default "rg-csp-baseline" */
  readonly resourceGroup?: string;
  /** Tags of the resource group, the action group and the alert rules: at most 50. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /** Settings of the security contact besides its addresses. @default - on, with the defaults of `SecurityContact` */
  readonly securityContact?:
    | Pick<SecurityContactProps, "api" | "alertSeverity" | "attackPathRisk" | "notifyRoles">
    | boolean;
  /** The action group that all alerts notify. It can be off only if the alerts are off. @default - on */
  readonly actionGroup?: Switch;
  /** The alert on unusual cost of a day. @default - on */
  readonly costAnomaly?: Switch;
  /** The alert on incidents, maintenance and advisories of Azure. @default - on */
  readonly serviceHealth?:
    | {
        /** Additional alerts, which can be narrowed: at most 10. @default - none */
        readonly extra?: readonly ExtraServiceHealthAlert[];
      }
    | Switch;
  /** The alert on resources that the platform makes degraded or unavailable. @default - on */
  readonly resourceHealth?:
    | {
        /** Additional alerts, which can be narrowed: at most 10. @default - none */
        readonly extra?: readonly ExtraResourceHealthAlert[];
      }
    | Switch;
  /** The alerts on administrative operations, one rule each: at most 90 with `extraOperations`. @default - on, for `ADMINISTRATIVE_OPERATIONS` */
  readonly activityLogAlerts?:
    | {
        /** Operations that notify in addition to the defaults: at most 78. @default - none */
        readonly extraOperations?: readonly string[];
        /** Additional alerts, which can be narrowed: at most 10. @default - none */
        readonly extra?: readonly ExtraActivityLogAlerts[];
      }
    | boolean;
  /** The destination of the export of the activity log. @default - off */
  readonly activityLogExport?:
    | Pick<
        ActivityLogExportProps,
        | "workspaceId"
        | "storageAccountId"
        | "eventHubAuthorizationRuleId"
        | "eventHubName"
        | "marketplacePartnerId"
      >
    | false;
  /** The Defender plans to set; `Standard` costs money. @default - off */
  readonly defenderPlans?: DefenderPlansProps["plans"] | false;
  /** Azure's built-in audit policies for the security contact and the alerts. @default - off */
  readonly policyAssignments?: Switch;
  /** Assignments of other policies: at most 100. @default - none */
  readonly ownPolicyAssignments?: readonly OwnPolicyAssignment[];
  /**
   * Declares a Terraform output for the id of each part. A new output in a deployed stack is a change in its next plan.
   * @default false
   */
  readonly outputs?: boolean;
}
