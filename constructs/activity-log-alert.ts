import type { Construct } from "constructs";
import { MonitorActivityLogAlert } from "#engine";
import type { Adoptable } from "./adoptable.ts";
import type { Checks } from "./checks.ts";
import { checkGroup, type Group, groupId, groupName } from "./group.ts";

/** Settings that all alerts on the activity log share. */
export interface ActivityLogAlertProps {
  /** The GUID of the subscription that is watched, as a whole. */
  readonly subscriptionId: string;
  /** The resource group that holds the rule: the construct, or the name of one that exists. */
  readonly resourceGroup: Group;
  /** ARM ids of the action groups to notify: 1 to 5. */
  readonly actionGroupIds: readonly string[];
  /** The Azure region that processes the rule. @default "global" */
  readonly location?: "global" | "westeurope" | "northeurope";
  /** Tags of the rule: at most 50, each name up to 512 and each value up to 256 characters. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

/** The events that a rule matches. */
export type AlertCriteria = ConstructorParameters<typeof MonitorActivityLogAlert>[2]["criteria"];

/** What one rule has besides the shared settings. */
export interface AlertRule {
  /** The name of the rule: 1 to 260 characters. */
  readonly name: string;
  /** The text that notifications show. */
  readonly description: string;
  /** The events that the rule matches. */
  readonly criteria: AlertCriteria;
}

/** Holds the props that all alerts share against Azure's limits. */
export function checkAlertProps(checks: Checks, props: ActivityLogAlertProps): void {
  checks.guid("subscriptionId", props.subscriptionId);
  checkGroup(checks, props.resourceGroup);
  checks.actionGroupIds(props.actionGroupIds, 1, 5);
  checks.choice("location", props.location, ["global", "westeurope", "northeurope"]);
}

/**
 * Declares one rule. Azure allows 100 activity log alerts to a subscription, a limit that support does not
 * raise: https://learn.microsoft.com/azure/azure-monitor/service-limits#alerts
 */
export function activityLogAlert(
  scope: Construct,
  id: string,
  props: ActivityLogAlertProps,
  rule: AlertRule,
): Adoptable {
  const resource = new MonitorActivityLogAlert(scope, id, {
    name: rule.name,
    description: rule.description,
    resourceGroupName: groupName(props.resourceGroup),
    location: props.location ?? "global",
    scopes: [`/subscriptions/${props.subscriptionId}`],
    criteria: rule.criteria,
    action: props.actionGroupIds.map((actionGroupId) => ({ actionGroupId })),
    ...(props.tags === undefined ? {} : { tags: { ...props.tags } }),
  });
  const parent = groupId(props.subscriptionId, props.resourceGroup);
  const armId = `${parent}/providers/Microsoft.Insights/activityLogAlerts/${rule.name}`;
  return { resource, listType: "Microsoft.Insights/activityLogAlerts@2020-10-01", armId };
}
