import { Construct } from "constructs";
import { anyOf } from "../src/engine/arm/index.ts";
import { type ActivityLogAlertProps, activityLogAlert, checkAlertProps } from "./activity-log-alert.ts";
import { type Adoptable, idOf } from "./adoptable.ts";
import { type AlertFilters, checkFilters, filterConditions, type ResourceFilters } from "./alert-filters.ts";
import {
  RESOURCE_HEALTH,
  RESOURCE_HEALTH_CAUSES,
  type ResourceHealth,
  type ResourceHealthCause,
} from "./alert-values.ts";
import { Checks, requireProps } from "./checks.ts";

/** Settings of a `ResourceHealthAlert`. */
export interface ResourceHealthAlertProps extends ActivityLogAlertProps, AlertFilters, ResourceFilters {
  /** The name of the rule: 1 to 260 characters. @default "csp-baseline-resource-health" */
  readonly name?: string;
  /** The states that notify when a resource enters them: at least one, no duplicates. @default ["Degraded", "Unavailable"] */
  readonly current?: readonly ResourceHealth[];
  /** The previous states of the resource: at least one, no duplicates. @default - all */
  readonly previous?: readonly ResourceHealth[];
  /** The causes that notify: at least one, no duplicates. @default ["PlatformInitiated", "Unknown"] */
  readonly causes?: readonly ResourceHealthCause[];
}

/**
 * Alerts when the platform makes a resource of the subscription degraded or unavailable. Changes that users cause,
 * such as stopping a virtual machine, do not notify by default. A rule with filters is narrowed: the control
 * `resource-health-alert` wants one without them, beside which others may be.
 *
 * Source: azurerm 4.55.0 `azurerm_monitor_activity_log_alert`;
 * https://learn.microsoft.com/azure/service-health/resource-health-alert-arm-template-guide
 *
 * @example
 * new ResourceHealthAlert(stack, "resource-health", {
 *   subscriptionId: "00000000-0000-0000-0000-000000000001",
 *   resourceGroup: "rg-csp-baseline",
 *   actionGroupIds: [actionGroup.actionGroupId],
 *   current: ["Unavailable"],
 * });
 *
 * @throws {InvalidPropsError} when Azure would refuse the props
 */
export class ResourceHealthAlert extends Construct {
  /** The declared resources that may already exist, in the order of their declaration. */
  readonly adoptables: readonly Adoptable[];

  constructor(scope: Construct, id: string, props: ResourceHealthAlertProps) {
    super(scope, id);
    requireProps(this, "resourceHealth", props);
    const { current = ["Degraded", "Unavailable"], name = "csp-baseline-resource-health" } = props;
    const { causes = ["PlatformInitiated", "Unknown"], previous } = props;
    const checks = new Checks("resourceHealth");
    checkAlertProps(checks, props);
    checks.resourceName("name", name);
    checks.choices("current", current, RESOURCE_HEALTH);
    if (previous !== undefined) checks.choices("previous", previous, RESOURCE_HEALTH);
    checks.choices("causes", causes, RESOURCE_HEALTH_CAUSES);
    checkFilters(checks, props);
    checks.done(this);

    this.adoptables = [
      activityLogAlert(this, "Resource", props, {
        name,
        description: "Azure Resource Health: a resource is degraded or unavailable through the platform",
        conditions: [
          { field: "category", equals: "ResourceHealth" },
          ...filterConditions(props),
          anyOf("properties.currentHealthStatus", current),
          ...(previous === undefined ? [] : [anyOf("properties.previousHealthStatus", previous)]),
          anyOf("properties.cause", causes),
        ],
      }),
    ];
  }

  /** The alert rule's ARM id, as a reference. */
  get alertId(): string {
    return idOf(this.adoptables);
  }
}
