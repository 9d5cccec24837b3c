import type { Construct } from "constructs";
import type { ActivityLogAlertProps } from "./activity-log-alert.ts";
import { ActivityLogAlerts, type ActivityLogAlertsProps } from "./activity-log-alerts.ts";
import type { AlertFilters, ResourceFilters } from "./alert-filters.ts";
import { Budget, type BudgetProps } from "./budget.ts";
import type { Checks } from "./checks.ts";
import type { DeclaredBy } from "./provider.ts";
import { ResourceHealthAlert, type ResourceHealthAlertProps } from "./resource-health-alert.ts";
import { ServiceHealthAlert, type ServiceHealthAlertProps } from "./service-health-alert.ts";

/** The name of an additional alert or budget. */
export interface Extra {
  /** Unique among the extras of its kind: 1 to 40 lower-case letters and digits, with single hyphens between them. */
  readonly name: string;
}

/**
 * A Service Health alert in addition to the required one. Its name in Azure is `csp-baseline-service-health-<name>`.
 */
export interface ExtraServiceHealthAlert
  extends Extra,
    Pick<ServiceHealthAlertProps, "events" | "levels" | "statuses" | "regions" | "services"> {}

/**
 * A Resource Health alert in addition to the required one. Its name in Azure is `csp-baseline-resource-health-<name>`.
 */
export interface ExtraResourceHealthAlert
  extends Extra,
    AlertFilters,
    ResourceFilters,
    Pick<ResourceHealthAlertProps, "current" | "previous" | "causes"> {}

/**
 * Alerts on operations in addition to the required ones. Their names in Azure begin with
 * `csp-baseline-activity-<name>-`.
 */
export interface ExtraActivityLogAlerts
  extends Extra,
    AlertFilters,
    ResourceFilters,
    Pick<ActivityLogAlertsProps, "caller"> {
  /** The operations that notify: 1 to 20, no duplicates. Each gets a rule of its own. */
  readonly operations: readonly string[];
}

/** A budget in addition to the required one. Its name in Azure is `csp-baseline-<name>`. */
export interface ExtraBudget
  extends Extra,
    Pick<
      BudgetProps,
      "amount" | "startMonth" | "actual" | "forecasted" | "contactRoles" | "timeGrain" | "filter"
    > {
  /** E-mail addresses that are notified at every threshold: at most 50. @default - those of contacts.billing */
  readonly emails?: readonly string[];
}

/** Settings in addition to the required parts of a baseline. */
export interface Extras {
  readonly serviceHealth: readonly ExtraServiceHealthAlert[];
  readonly resourceHealth: readonly ExtraResourceHealthAlert[];
  readonly activityLogAlerts: readonly ExtraActivityLogAlerts[];
}

/** The maximum number of extras of one kind: Azure allows 100 activity log alerts per subscription. */
const MOST = 10;
const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Validates that the names of extras of one kind are unique. */
export function checkExtras(
  checks: Checks,
  prop: string,
  extras: readonly Extra[],
  taken: readonly string[] = [],
): void {
  checks.require(extras.length <= MOST, prop, `have at most ${MOST} entries`, extras.length);
  const form = "be lower-case letters and digits with single hyphens between them";
  for (const [index, { name }] of extras.entries())
    checks.text(`${prop}[${index}].name`, name, { max: 40, pattern: NAME, form });
  const names = [...taken, ...extras.map(({ name }) => name)];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  checks.require(twice === undefined, prop, "have unique names", twice);
}

/** Declares the additional alerts. They notify the same action group. */
export function declareExtraAlerts(scope: Construct, shared: ActivityLogAlertProps, extras: Extras): void {
  for (const { name, ...extra } of extras.serviceHealth) {
    const props = { ...extra, ...shared, name: `csp-baseline-service-health-${name}` };
    new ServiceHealthAlert(scope, `service-health-extra-${name}`, props);
  }
  for (const { name, ...extra } of extras.resourceHealth) {
    const props = { ...extra, ...shared, name: `csp-baseline-resource-health-${name}` };
    new ResourceHealthAlert(scope, `resource-health-extra-${name}`, props);
  }
  for (const { name, ...extra } of extras.activityLogAlerts) {
    const props = { ...extra, ...shared, namePrefix: `csp-baseline-activity-${name}-` };
    new ActivityLogAlerts(scope, `activity-extra-${name}`, props);
  }
}

/** Declares the additional budgets. */
export function declareExtraBudgets(
  scope: Construct,
  shared: DeclaredBy & Pick<BudgetProps, "emails" | "subscriptionId">,
  extras: readonly ExtraBudget[],
): void {
  for (const { name, ...extra } of extras)
    new Budget(scope, `budget-extra-${name}`, { ...shared, ...extra, name: `csp-baseline-${name}` });
}
