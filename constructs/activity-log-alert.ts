import type { Construct } from "constructs";
import { ACTIVITY_LOG_ALERT, type AlertCondition } from "../src/engine/arm/index.ts";
import type { Adoptable } from "./adoptable.ts";
import type { Checks } from "./checks.ts";
import { declare } from "./declare.ts";
import { checkGroup, type Group } from "./group.ts";
import { checkProvider, type DeclaredBy } from "./provider.ts";

/** Settings that all alerts on the activity log share. */
export interface ActivityLogAlertProps extends DeclaredBy {
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

/** What one rule has besides the shared settings. */
export interface AlertRule {
  /** The name of the rule: 1 to 260 characters. */
  readonly name: string;
  /** The text that notifications show. */
  readonly description: string;
  /** What an event must meet, in azurerm's order: the category, the operation, then alternatives. */
  readonly conditions: readonly AlertCondition[];
}

/** Holds the props that all alerts share against Azure's limits. */
export function checkAlertProps(checks: Checks, props: ActivityLogAlertProps): void {
  checks.guid("subscriptionId", props.subscriptionId);
  checkGroup(checks, props.resourceGroup);
  checkProvider(checks, props.provider);
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
  return declare(
    scope,
    id,
    ACTIVITY_LOG_ALERT,
    {
      name: rule.name,
      parent: { subscriptionId: props.subscriptionId, group: props.resourceGroup },
      location: props.location ?? "global",
      ...(props.tags === undefined ? {} : { tags: props.tags }),
      properties: {
        scopes: [`/subscriptions/${props.subscriptionId}`],
        enabled: true,
        description: rule.description,
        condition: { allOf: rule.conditions },
        actions: { actionGroups: props.actionGroupIds.map((actionGroupId) => ({ actionGroupId })) },
      },
    },
    props.provider,
  );
}
