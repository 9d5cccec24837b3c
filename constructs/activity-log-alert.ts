import type { Construct } from "constructs";
import { ACTIVITY_LOG_ALERT, type AlertCondition } from "../src/engine/arm/index.ts";
import type { Adoptable } from "./adoptable.ts";
import type { Checks } from "./checks.ts";
import { declare } from "./declare.ts";
import { checkGroup, type Group } from "./group.ts";
import { checkProvider, type DeclaredBy } from "./provider.ts";

/** Settings of all activity log alerts. */
export interface ActivityLogAlertProps extends DeclaredBy {
  /** The GUID of the subscription that is monitored. */
  readonly subscriptionId: string;
  /** The resource group of the rule: the construct, or the name of an existing one. */
  readonly resourceGroup: Group;
  /** ARM ids of the action groups to notify: 1 to 5. */
  readonly actionGroupIds: readonly string[];
  /** The Azure region that processes the rule. @default "global" */
  readonly location?: "global" | "westeurope" | "northeurope";
  /** Tags of the rule: at most 50, each name up to 512 and each value up to 256 characters. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Settings of one rule in addition to the shared ones. */
export interface AlertRule {
  /** The name of the rule: 1 to 260 characters. */
  readonly name: string;
  /** The text that notifications show. */
  readonly description: string;
  /** The conditions of an event, in azurerm's order: the category, the operation, then alternatives. */
  readonly conditions: readonly AlertCondition[];
}

/** Validates the shared props against the limits of Azure. */
export function checkAlertProps(checks: Checks, props: ActivityLogAlertProps): void {
  checks.guid("subscriptionId", props.subscriptionId);
  checkGroup(checks, props.resourceGroup);
  checkProvider(checks, props.provider);
  checks.actionGroupIds(props.actionGroupIds, 1, 5);
  checks.choice("location", props.location, ["global", "westeurope", "northeurope"]);
}

/**
 * Declares one rule. Azure allows 100 activity log alerts per subscription; support does not raise this limit:
 * https://learn.microsoft.com/azure/azure-monitor/service-limits#alerts
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
