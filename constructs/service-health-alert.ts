import { Construct } from "constructs";
import { anyOf } from "../src/engine/arm/index.ts";
import { type ActivityLogAlertProps, activityLogAlert, checkAlertProps } from "./activity-log-alert.ts";
import { type Adoptable, idOf } from "./adoptable.ts";
import { Checks, requireProps } from "./checks.ts";

/**
 * Kinds of Service Health events: service issue, planned maintenance, the two kinds of health advisory, and
 * security advisory.
 */
export const SERVICE_HEALTH_EVENTS = [
  "Incident",
  "Maintenance",
  "Informational",
  "ActionRequired",
  "Security",
] as const;
/** A kind of Service Health event. */
export type ServiceHealthEvent = (typeof SERVICE_HEALTH_EVENTS)[number];

/** Settings of a `ServiceHealthAlert`. */
export interface ServiceHealthAlertProps extends ActivityLogAlertProps {
  /** The name of the rule: 1 to 260 characters. @default "csp-baseline-service-health" */
  readonly name?: string;
  /** The kinds of events that notify: at least one, none twice. @default - all five */
  readonly events?: readonly ServiceHealthEvent[];
}

/**
 * Alerts on Azure Service Health events that affect the subscription, in all regions and for all services: most
 * incidents are reported as global, and a rule for some regions would miss them.
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
  /** The declared resources that can exist already, in the order of their declaration. */
  readonly adoptables: readonly Adoptable[];

  constructor(scope: Construct, id: string, props: ServiceHealthAlertProps) {
    super(scope, id);
    requireProps(this, "serviceHealth", props);
    const { events = SERVICE_HEALTH_EVENTS, name = "csp-baseline-service-health" } = props;
    const checks = new Checks("serviceHealth");
    checkAlertProps(checks, props);
    checks.resourceName("name", name);
    checks.choices("events", events, SERVICE_HEALTH_EVENTS);
    checks.done(this);

    this.adoptables = [
      activityLogAlert(this, "Resource", props, {
        name,
        description: "Azure Service Health: incidents, maintenance and advisories for this subscription",
        conditions: [
          { field: "category", equals: "ServiceHealth" },
          anyOf("properties.incidentType", events),
        ],
      }),
    ];
  }

  /** The alert rule's ARM id, as a reference. */
  get alertId(): string {
    return idOf(this.adoptables);
  }
}
