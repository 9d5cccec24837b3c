import type { SubscriptionBaselineProps } from "../constructs/index.ts";
import type { ControlId } from "../src/controls/control-ids.ts";
import type { Subscription } from "../src/fleet/index.ts";

/** Converts the subscription's merged baseline to props. Excepted controls are not declared. */
export function baselineProps(subscription: Subscription): SubscriptionBaselineProps {
  const { baseline, customer, exceptions, id } = subscription;
  const live = exceptions.filter((exception) => !exception.expired);
  const excepted = new Set<string>(live.map((exception) => exception.control));
  const unless = <Part>(control: ControlId, part: Part): Part | false =>
    excepted.has(control) ? false : part;
  const { movedFrom: _, ...provider } = customer.provider;
  return {
    subscriptionId: id,
    provider,
    location: baseline.location,
    resourceGroup: baseline.resourceGroup,
    tags: baseline.tags,
    contacts: baseline.contacts,
    securityContact: unless("security-contact", baseline.securityContact),
    budget: unless("budget", baseline.budget),
    ...(baseline.extraBudgets === undefined ? {} : { extraBudgets: baseline.extraBudgets }),
    costAnomaly: unless("cost-anomaly-alert", baseline.costAnomaly),
    actionGroup: unless("action-group", {}),
    serviceHealth: unless("service-health-alert", baseline.serviceHealth),
    resourceHealth: unless("resource-health-alert", baseline.resourceHealth),
    activityLogAlerts: unless("activity-log-alerts", baseline.activityLogAlerts),
    activityLogExport: unless("activity-log-export", baseline.activityLogExport),
    defenderPlans: unless("defender-plans", baseline.defenderPlans),
    policyAssignments: unless("policy-assignments", baseline.policyAssignments),
    ...(baseline.ownPolicyAssignments === undefined
      ? {}
      : { ownPolicyAssignments: baseline.ownPolicyAssignments }),
  };
}
