import { Construct } from "constructs";
import { type ActivityLogAlertProps, activityLogAlert, checkAlertProps } from "./activity-log-alert.ts";
import { ADMINISTRATIVE_OPERATIONS } from "./administrative-operations.ts";
import { type Adoptable, idsOf } from "./adoptable.ts";
import { type AlertFilters, checkFilters, filterConditions, type ResourceFilters } from "./alert-filters.ts";
import { Checks, requireProps } from "./checks.ts";
import { LONGEST_OPERATION, OPERATION, operationSlug } from "./operation.ts";

/** Settings of `ActivityLogAlerts`. */
export interface ActivityLogAlertsProps extends ActivityLogAlertProps, AlertFilters, ResourceFilters {
  /**
   * The operations that notify, such as `Microsoft.Sql/servers/firewallRules/write`: 1 to 90, each at most 200 characters
   * long, no duplicates. Each gets a rule of its own.
   *
   * @default - `ADMINISTRATIVE_OPERATIONS`: those of CIS 6.1.2.1 to 6.1.2.10 and role assignments
   */
  readonly operations?: readonly string[];
  /**
   * The caller: the address of a user, or the object id of an application, 1 to 260 characters.
   *
   * @default - any caller
   */
  readonly caller?: string;
  /** The prefix of the names of the rules: 1 to 100 characters. @default "csp-baseline-activity-" */
  readonly namePrefix?: string;
}

/**
 * Alert rules for administrative operations that can weaken a subscription: on policies, network security groups,
 * security solutions, database firewalls, public addresses and role assignments. Each operation has one rule, by
 * default without filters, as CIS Microsoft Azure Foundations asks: a filter on level, status or caller fails its audit.
 *
 * Source: CIS Microsoft Azure Foundations 6.0, 6.1.2.1 to 6.1.2.10; azurerm 4.55.0
 * `azurerm_monitor_activity_log_alert`, which takes one operation to a rule.
 *
 * @example
 * new ActivityLogAlerts(stack, "activity", {
 *   subscriptionId: "00000000-0000-0000-0000-000000000001",
 *   resourceGroup: "rg-csp-baseline",
 *   actionGroupIds: [actionGroup.actionGroupId],
 *   operations: ["Microsoft.KeyVault/vaults/delete"],
 * });
 *
 * @throws {InvalidPropsError} when Azure would refuse the props
 */
export class ActivityLogAlerts extends Construct {
  /** The declared resources that may already exist, in the order of their declaration. */
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
    checks.require(distinct === length, "operations", "have no duplicate operations", length);
    checkFilters(checks, props);
    const { caller } = props;
    if (caller !== undefined) checks.text("caller", caller, { max: 260 });
    checks.done(this);

    this.adoptables = operations.map((operation) => {
      const slug = operationSlug(operation);
      return activityLogAlert(this, slug, props, {
        name: `${namePrefix}${slug}`,
        description: `Administrative operation ${operation}`,
        conditions: [
          { field: "category", equals: "Administrative" },
          { field: "operationName", equals: operation },
          ...(caller === undefined ? [] : [{ field: "caller", equals: caller }]),
          ...filterConditions(props),
        ],
      });
    });
  }

  /** The ARM ids of the alert rules, in the order of the operations, as a reference. */
  get alertIds(): readonly string[] {
    return idsOf(this.adoptables);
  }
}
