import { Construct } from "constructs";
import { type ActivityLogAlertProps, activityLogAlert, checkAlertProps } from "./activity-log-alert.ts";
import { ADMINISTRATIVE_OPERATIONS } from "./administrative-operations.ts";
import { type Adoptable, idsOf } from "./adoptable.ts";
import { Checks, requireProps } from "./checks.ts";
import { LONGEST_OPERATION, OPERATION, operationSlug } from "./operation.ts";

export interface ActivityLogAlertsProps extends ActivityLogAlertProps {
  /** The operations that notify, one rule each: `Microsoft.Sql/servers/firewallRules/write`. @default those of CIS 6.1.2.1 to 6.1.2.10 and role assignments */
  readonly operations?: readonly string[];
  /** What the rules' names begin with. @default "csp-baseline-activity-" */
  readonly namePrefix?: string;
}

/**
 * Tells of administrative operations that weaken a subscription: policies, network security groups, security
 * solutions, database firewalls, public addresses, role assignments. One rule to an operation, unfiltered, as
 * CIS Microsoft Azure Foundations asks: a filter on level, status or caller fails its audit.
 *
 * Source: CIS Microsoft Azure Foundations 6.0, 6.1.2.1 to 6.1.2.10; azurerm 4.55.0
 * `azurerm_monitor_activity_log_alert`, which takes one operation to a rule.
 *
 * @throws {InvalidPropsError} when Azure would refuse the props
 */
export class ActivityLogAlerts extends Construct {
  readonly adoptables: readonly Adoptable[];

  constructor(scope: Construct, id: string, props: ActivityLogAlertsProps) {
    super(scope, id);
    requireProps(this, "activityLogAlerts", props);
    const { namePrefix = "csp-baseline-activity-", operations = ADMINISTRATIVE_OPERATIONS } = props;
    const checks = new Checks("activityLogAlerts");
    checkAlertProps(checks, props);
    checks.text("namePrefix", namePrefix, { max: 100 });
    const { length } = operations;
    checks.require(length >= 1 && length <= 90, "operations", "have 1 to 90 operations", length);
    for (const [index, operation] of operations.entries()) {
      const form = "be an operation such as Microsoft.Network/networkSecurityGroups/write";
      checks.text(`operations[${index}]`, operation, { max: LONGEST_OPERATION, pattern: OPERATION, form });
    }
    const distinct = new Set(operations.map(operationSlug)).size;
    checks.require(distinct === length, "operations", "name no operation twice", length);
    checks.done(this);

    this.adoptables = operations.map((operation) => {
      const slug = operationSlug(operation);
      return activityLogAlert(this, slug, props, {
        name: `${namePrefix}${slug}`,
        description: `Administrative operation ${operation}`,
        criteria: { category: "Administrative", operationName: operation },
      });
    });
  }

  /** The ARM ids of the alert rules, in the order of the operations, as a reference. */
  get alertIds(): readonly string[] {
    return idsOf(this.adoptables);
  }
}
