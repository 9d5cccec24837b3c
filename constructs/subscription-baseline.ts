import { Construct, type IConstruct } from "constructs";
import { type ResourceGroup, TerraformOutput } from "#engine";
import { declaresGroup, RESOURCE_GROUP } from "../src/engine/arm/index.ts";
import type { AzapiResource } from "../src/engine/azapi.ts";
import { ActionGroup } from "./action-group.ts";
import { ActivityLogAlerts } from "./activity-log-alerts.ts";
import { ActivityLogExport } from "./activity-log-export.ts";
import { ADMINISTRATIVE_OPERATIONS } from "./administrative-operations.ts";
import type { Adoptable } from "./adoptable.ts";
import { checkBaselineProps, claimSubscription, settingsOf } from "./baseline-checks.ts";
import { declareExtraAlerts, declareExtraBudgets } from "./baseline-extras.ts";
import { Budget } from "./budget.ts";
import { CostAnomalyAlert } from "./cost-anomaly-alert.ts";
import { declare } from "./declare.ts";
import { DEFAULTS } from "./defaults.ts";
import { DefenderPlans } from "./defender-plans.ts";
import { statedDestination } from "./log-destination.ts";
import { PolicyAssignments } from "./policy-assignments.ts";
import type { DeclaredBy } from "./provider.ts";
import { ResourceHealthAlert } from "./resource-health-alert.ts";
import { SecurityContact } from "./security-contact.ts";
import { ServiceHealthAlert } from "./service-health-alert.ts";
import type { SubscriptionBaselineProps } from "./subscription-baseline-props.ts";

const MARK = Symbol.for("csp-baseline.SubscriptionBaseline");

/** A part of the baseline, with the data for its adoption. */
type Part = Construct & { readonly adoptables: readonly Adoptable[] };

/**
 * The whole baseline of one subscription: its security contact, budget and alerts. The providers in scope must
 * be set to this subscription. A part that is off is `undefined`.
 *
 * @example
 * const baseline = new SubscriptionBaseline(stack, "baseline", {
 *   subscriptionId: "00000000-0000-0000-0000-000000000001",
 *   location: "westeurope",
 *   contacts: {
 *     security: { emails: ["soc@fabrikam.example"] },
 *     billing: { emails: ["finops@fabrikam.example"] },
 *     operations: { emails: ["noc@fabrikam.example"] },
 *   },
 *   budget: { amount: 1000 },
 * });
 * const notify = baseline.actionGroup?.actionGroupId;
 *
 * @throws {InvalidPropsError} when Azure would refuse the props of a part, or the subscription has a baseline already
 */
export class SubscriptionBaseline extends Construct {
  /** Returns whether a value is a `SubscriptionBaseline`, of this or another copy of the package. */
  static isSubscriptionBaseline(value: unknown): value is SubscriptionBaseline {
    return typeof value === "object" && value !== null && MARK in value;
  }

  /** The subscription's GUID. */
  readonly subscriptionId: string;
  /** The declared resources that may already exist, in the order of their declaration. */
  readonly adoptables: readonly Adoptable[];
  /** The security contact; undefined where it is off. */
  readonly securityContact: SecurityContact | undefined;
  /** The monthly budget; undefined where it is off. */
  readonly budget: Budget | undefined;
  /** The alert on unusual cost; undefined where it is off. */
  readonly costAnomaly: CostAnomalyAlert | undefined;
  /**
   * The resource group of the action group and the alert rules: azurerm's construct, or an `AzapiResource` if the
   * provider is azapi. Undefined if the action group is off.
   */
  readonly resourceGroup: AzapiResource | ResourceGroup | undefined;
  /** The action group that the alert rules notify; undefined where it is off. */
  readonly actionGroup: ActionGroup | undefined;
  /** The alert on Azure Service Health; undefined where it is off. */
  readonly serviceHealth: ServiceHealthAlert | undefined;
  /** The alert on resource health; undefined where it is off. */
  readonly resourceHealth: ResourceHealthAlert | undefined;
  /** The alerts on administrative operations; undefined where they are off. */
  readonly activityLogAlerts: ActivityLogAlerts | undefined;
  /** The export of the activity log; undefined where it is off. */
  readonly activityLogExport: ActivityLogExport | undefined;
  /** The Defender plans; undefined where none is set. */
  readonly defenderPlans: DefenderPlans | undefined;
  /** The assignments of audit policies; undefined where they are off. */
  readonly policyAssignments: PolicyAssignments | undefined;

  constructor(scope: Construct, id: string, props: SubscriptionBaselineProps) {
    super(scope, id);
    Object.defineProperty(this, MARK, { value: true });
    checkBaselineProps(this, props);
    claimSubscription(this, props.subscriptionId);
    const { contacts, provider, subscriptionId } = props;
    const declaredBy = provider === undefined ? {} : { provider };
    this.subscriptionId = subscriptionId;

    if (props.securityContact !== false) {
      const { api = "azapi", ...settings } = settingsOf(props.securityContact);
      // The old API has no such settings; the fleet's defaults do not apply to it.
      const expressible = api === "azurerm" ? { api } : settings;
      const contact = { ...contacts.security, ...expressible, ...declaredBy, subscriptionId };
      this.securityContact = new SecurityContact(this, "security-contact", contact);
    }
    if (props.budget !== false) {
      const { emails } = contacts.billing;
      this.budget = new Budget(this, "budget", {
        ...thresholds(props.budget),
        emails,
        ...declaredBy,
        subscriptionId,
      });
    }
    if (props.costAnomaly !== false) {
      const { emails } = contacts.billing;
      this.costAnomaly = new CostAnomalyAlert(this, "cost-anomaly", {
        emails,
        ...declaredBy,
        subscriptionId,
      });
    }
    const { emails } = contacts.billing;
    declareExtraBudgets(this, { emails, ...declaredBy, subscriptionId }, props.extraBudgets ?? []);
    const group = this.#group(props, declaredBy);
    if (group !== undefined) {
      const { actionGroup, resourceGroup } = group;
      this.resourceGroup = resourceGroup;
      this.actionGroup = actionGroup;
      const { tags = {} } = props;
      const actionGroupIds = [actionGroup.actionGroupId];
      const alert = { subscriptionId, resourceGroup, actionGroupIds, tags, ...declaredBy };
      if (props.serviceHealth !== false) {
        this.serviceHealth = new ServiceHealthAlert(this, "service-health", alert);
      }
      if (props.resourceHealth !== false) {
        this.resourceHealth = new ResourceHealthAlert(this, "resource-health", alert);
      }
      if (props.activityLogAlerts !== false) {
        const { extraOperations = [] } = settingsOf(props.activityLogAlerts);
        const operations = [...ADMINISTRATIVE_OPERATIONS, ...extraOperations];
        this.activityLogAlerts = new ActivityLogAlerts(this, "activity", { ...alert, operations });
      }
      declareExtraAlerts(this, alert, extrasOf(props));
    }
    if (props.activityLogExport) {
      const exported = { ...statedDestination(props.activityLogExport), ...declaredBy, subscriptionId };
      this.activityLogExport = new ActivityLogExport(this, "activity-log-export", exported);
    }
    if (props.defenderPlans) {
      this.defenderPlans = new DefenderPlans(this, "defender", {
        plans: props.defenderPlans,
        ...declaredBy,
        subscriptionId,
      });
    }
    const own = props.ownPolicyAssignments ?? [];
    const builtIn = props.policyAssignments !== undefined && props.policyAssignments !== false;
    if (builtIn || own.length > 0) {
      const assigned = { builtIn, own, ...declaredBy, subscriptionId };
      this.policyAssignments = new PolicyAssignments(this, "policy", assigned);
    }
    this.adoptables = this.node.children.flatMap((child) => {
      if (child === group?.adoptable.resource) return [group.adoptable];
      return isPart(child) ? child.adoptables : [];
    });
    if (props.outputs === true) this.#declareOutputs();
  }

  /** The resource group and the action group; neither is declared if the action group and all alerts are off. */
  #group(props: SubscriptionBaselineProps, declaredBy: DeclaredBy) {
    if (props.actionGroup === false) return undefined;
    const { location, subscriptionId, tags = {} } = props;
    const name = props.resourceGroup ?? DEFAULTS.resourceGroup;
    const statement = { name, parent: { subscriptionId }, location, tags, properties: {} };
    const adoptable = declare(this, "resource-group", RESOURCE_GROUP, statement, declaredBy.provider);
    const { resource } = adoptable;
    if (!declaresGroup(resource)) throw new Error("the resource group is declared as something else");
    const receivers = {
      ...props.contacts.operations,
      ...declaredBy,
      subscriptionId,
      resourceGroup: resource,
      tags,
    };
    const actionGroup = new ActionGroup(this, "action-group", receivers);
    return { adoptable, resourceGroup: resource, actionGroup };
  }

  #declareOutputs(): void {
    const output = (id: string, value: string | readonly string[] | undefined) => {
      if (value !== undefined) new TerraformOutput(this, id, { value });
    };
    output("security-contact-id", this.securityContact?.securityContactId);
    output("budget-id", this.budget?.budgetId);
    output("cost-anomaly-alert-id", this.costAnomaly?.costAnomalyAlertId);
    output("resource-group-id", this.resourceGroup?.id);
    output("action-group-id", this.actionGroup?.actionGroupId);
    output("service-health-alert-id", this.serviceHealth?.alertId);
    output("resource-health-alert-id", this.resourceHealth?.alertId);
    output("activity-log-alert-ids", this.activityLogAlerts?.alertIds);
    output("activity-log-export-id", this.activityLogExport?.diagnosticSettingId);
    output("defender-pricing-ids", this.defenderPlans?.pricingIds);
    output("policy-assignment-ids", this.policyAssignments?.assignmentIds);
  }
}

function isPart(child: IConstruct): child is Part {
  return "adoptables" in child;
}

/** Declares the additional alerts of the kinds that are on. */
function extrasOf(props: SubscriptionBaselineProps) {
  return {
    serviceHealth: settingsOf(props.serviceHealth).extra ?? [],
    resourceHealth: settingsOf(props.resourceHealth).extra ?? [],
    activityLogAlerts: settingsOf(props.activityLogAlerts).extra ?? [],
  };
}

/** A budget's own settings. The fleet's `currency` is a note for people and is left out. */
function thresholds(budget: Exclude<SubscriptionBaselineProps["budget"], false>) {
  const { actual, amount, contactRoles, forecasted, startMonth } = budget;
  return {
    amount,
    ...(startMonth === undefined ? {} : { startMonth }),
    ...(actual === undefined ? {} : { actual }),
    ...(forecasted === undefined ? {} : { forecasted }),
    ...(contactRoles === undefined ? {} : { contactRoles }),
  };
}
