import { Construct } from "constructs";
import { ResourceGroup } from "#engine";
import { ActionGroup, type WebhookReceiver } from "./action-group.ts";
import { ActivityLogAlerts } from "./activity-log-alerts.ts";
import { ActivityLogExport, type ActivityLogExportProps } from "./activity-log-export.ts";
import { ADMINISTRATIVE_OPERATIONS } from "./administrative-operations.ts";
import type { Adoptable } from "./adoptable.ts";
import { Budget, type BudgetProps } from "./budget.ts";
import { Checks } from "./checks.ts";
import { CostAnomalyAlert } from "./cost-anomaly-alert.ts";
import { DefenderPlans, type DefenderPlansProps } from "./defender-plans.ts";
import { PolicyAssignments } from "./policy-assignments.ts";
import { ResourceHealthAlert } from "./resource-health-alert.ts";
import { SecurityContact, type SecurityContactProps } from "./security-contact.ts";
import { ServiceHealthAlert } from "./service-health-alert.ts";

/** Switches an optional part on (with its defaults) or off. */
export type Switch = Readonly<Record<never, never>> | false;

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
  /** The subscription's GUID. */
  readonly subscriptionId: string;
  /** The Azure region of the resource group: `westeurope`. */
  readonly location: string;
  readonly contacts: BaselineContacts;
  /** `false` where another tool or an exception covers it. */
  readonly budget: Pick<BudgetProps, "amount" | "startMonth" | "actual" | "forecasted"> | false;
  /** The resource group for the action group and alerts. @default "rg-csp-baseline" */
  readonly resourceGroup?: string;
  /** Tags of all that takes tags. @default none */
  readonly tags?: Readonly<Record<string, string>>;
  /** @default on, with the defaults of {@link SecurityContact} */
  readonly securityContact?:
    | Pick<SecurityContactProps, "api" | "alertSeverity" | "attackPathRisk" | "notifyRoles">
    | false;
  /** The action group that all alerts notify; they cannot do without. @default on */
  readonly actionGroup?: Switch;
  /** @default on */
  readonly costAnomaly?: Switch;
  /** @default on */
  readonly serviceHealth?: Switch;
  /** @default on */
  readonly resourceHealth?: Switch;
  /** @default on, for {@link ADMINISTRATIVE_OPERATIONS} */
  readonly activityLogAlerts?: { readonly extraOperations?: readonly string[] } | false;
  /** @default off */
  readonly activityLogExport?: Pick<ActivityLogExportProps, "workspaceId" | "storageAccountId"> | false;
  /** They cost money. @default off */
  readonly defenderPlans?: DefenderPlansProps["plans"] | false;
  /** @default off */
  readonly policyAssignments?: boolean;
}

/**
 * The whole baseline of one subscription: its security contact, budget and alerts. The providers in scope must
 * be set to this subscription.
 *
 * @throws {InvalidPropsError} when Azure would refuse the props of a part
 */
export class SubscriptionBaseline extends Construct {
  readonly adoptables: readonly Adoptable[];

  constructor(scope: Construct, id: string, props: SubscriptionBaselineProps) {
    super(scope, id);
    const { subscriptionId } = props;
    const parts: { readonly adoptables: readonly Adoptable[] }[] = [];

    if (props.securityContact !== false) {
      const { api = "azapi", ...settings } = props.securityContact ?? {};
      // The old API takes no settings at all; the fleet's defaults mean nothing to it.
      const expressible = api === "azurerm" ? { api } : settings;
      const contact = { ...props.contacts.security, ...expressible, subscriptionId };
      parts.push(new SecurityContact(this, "security-contact", contact));
    }
    if (props.budget !== false) {
      const { emails } = props.contacts.billing;
      parts.push(new Budget(this, "budget", { ...thresholds(props.budget), emails, subscriptionId }));
    }
    if (props.costAnomaly !== false) {
      const { emails } = props.contacts.billing;
      parts.push(new CostAnomalyAlert(this, "cost-anomaly", { emails, subscriptionId }));
    }
    parts.push(...this.#alerts(props));
    if (props.activityLogExport) {
      const { storageAccountId, workspaceId } = props.activityLogExport;
      const destination = {
        ...(workspaceId === undefined ? {} : { workspaceId }),
        ...(storageAccountId === undefined ? {} : { storageAccountId }),
      };
      parts.push(new ActivityLogExport(this, "activity-log-export", { ...destination, subscriptionId }));
    }
    if (props.defenderPlans) {
      parts.push(new DefenderPlans(this, "defender", { plans: props.defenderPlans, subscriptionId }));
    }
    if (props.policyAssignments) {
      parts.push(new PolicyAssignments(this, "policy", { subscriptionId }));
    }
    this.adoptables = parts.flatMap((part) => part.adoptables);
  }

  /** The resource group, the action group and the alerts that notify it. */
  #alerts(props: SubscriptionBaselineProps): { readonly adoptables: readonly Adoptable[] }[] {
    const { actionGroup, activityLogAlerts, resourceHealth, serviceHealth } = props;
    const alerts = Object.entries({ activityLogAlerts, resourceHealth, serviceHealth });
    if (actionGroup === false) {
      const checks = new Checks("baseline");
      for (const [part, setting] of alerts) {
        checks.require(setting === false, part, "be off where actionGroup is: it would notify nobody", "on");
      }
      checks.done(this);
      return [];
    }
    const { subscriptionId, tags = {} } = props;
    const name = props.resourceGroup ?? "rg-csp-baseline";
    const resourceGroup = new ResourceGroup(this, "resource-group", { name, location: props.location, tags });
    const group = new ActionGroup(this, "action-group", {
      ...props.contacts.operations,
      subscriptionId,
      resourceGroup,
      tags,
    });
    const alert = { subscriptionId, resourceGroup, actionGroupIds: [group.actionGroupId], tags };
    const parts: { readonly adoptables: readonly Adoptable[] }[] = [
      { adoptables: [adoptableGroup(resourceGroup, subscriptionId, name)] },
      group,
    ];
    if (serviceHealth !== false) parts.push(new ServiceHealthAlert(this, "service-health", alert));
    if (resourceHealth !== false) parts.push(new ResourceHealthAlert(this, "resource-health", alert));
    if (activityLogAlerts !== false) {
      const operations = [...ADMINISTRATIVE_OPERATIONS, ...(activityLogAlerts?.extraOperations ?? [])];
      parts.push(new ActivityLogAlerts(this, "activity", { ...alert, operations }));
    }
    return parts;
  }
}

/** A budget's own settings, without what a fleet says besides (its currency is a note for people). */
function thresholds(budget: Exclude<SubscriptionBaselineProps["budget"], false>) {
  const { actual, amount, forecasted, startMonth } = budget;
  return {
    amount,
    ...(startMonth === undefined ? {} : { startMonth }),
    ...(actual === undefined ? {} : { actual }),
    ...(forecasted === undefined ? {} : { forecasted }),
  };
}

function adoptableGroup(resource: ResourceGroup, subscriptionId: string, name: string): Adoptable {
  const armId = `/subscriptions/${subscriptionId}/resourceGroups/${name}`;
  return { resource, listType: "Microsoft.Resources/resourceGroups@2024-03-01", armId };
}
