import { Construct } from "constructs";
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
export type ServiceHealthEvent = (typeof SERVICE_HEALTH_EVENTS)[number];

export interface ServiceHealthAlertProps extends ActivityLogAlertProps {
  /** @default "csp-baseline-service-health" */
  readonly name?: string;
  /** Which events notify. @default all five */
  readonly events?: readonly ServiceHealthEvent[];
}

/**
 * Tells of everything Azure says about its own health that touches the subscription. Regions and services are
 * left open: naming some would narrow it, and most incidents are reported as global.
 *
 * Source: azurerm 4.55.0 `azurerm_monitor_activity_log_alert`, which has no event type `Retirement`;
 * https://learn.microsoft.com/azure/service-health/alerts-activity-log-service-notifications-portal
 *
 * @throws {InvalidPropsError} when Azure would refuse the props
 */
export class ServiceHealthAlert extends Construct {
  readonly adoptables: readonly Adoptable[];

  constructor(scope: Construct, id: string, props: ServiceHealthAlertProps) {
    super(scope, id);
    requireProps(this, "serviceHealth", props);
    const { events = SERVICE_HEALTH_EVENTS, name = "csp-baseline-service-health" } = props;
    const checks = new Checks("serviceHealth");
    checkAlertProps(checks, props);
    checks.text("name", name, { max: 260 });
    checks.choices("events", events, SERVICE_HEALTH_EVENTS);
    checks.done(this);

    this.adoptables = [
      activityLogAlert(this, "Resource", props, {
        name,
        description: "Azure Service Health: incidents, maintenance and advisories for this subscription",
        criteria: { category: "ServiceHealth", serviceHealth: { events: [...events] } },
      }),
    ];
  }

  /** The alert rule's ARM id, as a reference. */
  get alertId(): string {
    return idOf(this.adoptables);
  }
}
