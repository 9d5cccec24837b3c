import { Construct } from "constructs";
import { anyOf, SERVICE_HEALTH_LISTS } from "../src/engine/arm/index.ts";
import { type ActivityLogAlertProps, activityLogAlert, checkAlertProps } from "./activity-log-alert.ts";
import { type Adoptable, idOf } from "./adoptable.ts";
import { type AlertFilters, checkFilters, checkTexts, filterConditions } from "./alert-filters.ts";
import { SERVICE_HEALTH_EVENTS, type ServiceHealthEvent } from "./alert-values.ts";
import { Checks, requireProps } from "./checks.ts";

/** Settings of a `ServiceHealthAlert`. */
export interface ServiceHealthAlertProps
  extends ActivityLogAlertProps,
    Pick<AlertFilters, "levels" | "statuses"> {
  /** The name of the rule: 1 to 260 characters. @default "csp-baseline-service-health" */
  readonly name?: string;
  /** The kinds of events that notify: at least one, no duplicates. @default - all five */
  readonly events?: readonly ServiceHealthEvent[];
  /** Names of regions as Service Health writes them, such as `West Europe`: 1 to 100, no duplicates. @default - all */
  readonly regions?: readonly string[];
  /** Names of services as Service Health writes them, such as `Virtual Machines`: 1 to 200, no duplicates. @default - all */
  readonly services?: readonly string[];
}

/**
 * Alerts on Azure Service Health events that affect the subscription, by default in all regions and for all services.
 * Azure reports most incidents as global: a rule for some regions misses them. A rule with `regions`, `services`,
 * `levels` or `statuses` is narrowed: the control `service-health-alert` wants one without them, beside which others
 * may be.
 *
 * Source: azurerm 4.55.0 `azurerm_monitor_activity_log_alert`, which has no event type `Retirement`;
 * https://learn.microsoft.com/azure/service-health/alerts-activity-log-service-notifications-portal
 *
 * @example
 * new ServiceHealthAlert(stack, "service-health", {
 *   subscriptionId: "00000000-0000-0000-0000-000000000001",
 *   resourceGroup: "rg-csp-baseline",
 *   actionGroupIds: [actionGroup.actionGroupId],
 *   events: ["Incident", "Security"],
 * });
 *
 * @throws {InvalidPropsError} when Azure would refuse the props
 */
export class ServiceHealthAlert extends Construct {
  /** The declared resources that may already exist, in the order of their declaration. */
  readonly adoptables: readonly Adoptable[];

  constructor(scope: Construct, id: string, props: ServiceHealthAlertProps) {
    super(scope, id);
    requireProps(this, "serviceHealth", props);
    const { events = SERVICE_HEALTH_EVENTS, name = "csp-baseline-service-health" } = props;
    const checks = new Checks("serviceHealth");
    checkAlertProps(checks, props);
    checks.resourceName("name", name);
    checks.choices("events", events, SERVICE_HEALTH_EVENTS);
    checkFilters(checks, { ...filtersOf(props) });
    const { regions, services } = props;
    if (regions !== undefined) checkTexts(checks, "regions", regions, 100);
    if (services !== undefined) checkTexts(checks, "services", services, 200);
    checks.done(this);

    this.adoptables = [
      activityLogAlert(this, "Resource", props, {
        name,
        description: "Azure Service Health: incidents, maintenance and advisories for this subscription",
        conditions: [
          { field: "category", equals: "ServiceHealth" },
          ...filterConditions(filtersOf(props)),
          ...(regions === undefined ? [] : [{ field: SERVICE_HEALTH_LISTS.locations, containsAny: regions }]),
          anyOf("properties.incidentType", events),
          ...(services === undefined
            ? []
            : [{ field: SERVICE_HEALTH_LISTS.services, containsAny: services }]),
        ],
      }),
    ];
  }

  /** The alert rule's ARM id, as a reference. */
  get alertId(): string {
    return idOf(this.adoptables);
  }
}

/** JavaScript callers may pass further members. */
function filtersOf({ levels, statuses }: ServiceHealthAlertProps): AlertFilters {
  return {
    ...(levels === undefined ? {} : { levels }),
    ...(statuses === undefined ? {} : { statuses }),
  };
}
