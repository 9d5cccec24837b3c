import { Construct } from "constructs";
import { DIAGNOSTIC_SETTING } from "../src/engine/arm/index.ts";
import { type Adoptable, idOf } from "./adoptable.ts";
import { Checks, requireProps } from "./checks.ts";
import { declare } from "./declare.ts";
import { checkLogDestination, statedDestination } from "./log-destination.ts";
import { checkProvider, type DeclaredBy } from "./provider.ts";

/** The categories of a subscription's activity log. */
export const ACTIVITY_LOG_CATEGORIES = [
  "Administrative",
  "Alert",
  "Autoscale",
  "Policy",
  "Recommendation",
  "ResourceHealth",
  "Security",
  "ServiceHealth",
] as const;
/** A category of a subscription's activity log. */
export type ActivityLogCategory = (typeof ACTIVITY_LOG_CATEGORIES)[number];

/** Settings of an `ActivityLogExport`. */
export interface ActivityLogExportProps extends DeclaredBy {
  /** The GUID of the subscription whose log is exported. */
  readonly subscriptionId: string;
  /** ARM id of the Log Analytics workspace to export to: at most 2048 characters. One destination is needed. @default - none */
  readonly workspaceId?: string;
  /** ARM id of the storage account to export to: at most 2048 characters. @default - none */
  readonly storageAccountId?: string;
  /** ARM id of the authorization rule of an Event Hubs namespace, with the rights Manage, Send and Listen: at most 2048 characters. @default - none */
  readonly eventHubAuthorizationRuleId?: string;
  /** The name of the event hub. @default - one that Azure creates for each category */
  readonly eventHubName?: string;
  /** ARM id of a partner solution of Azure Native Integrations, such as Datadog: at most 2048 characters. @default - none */
  readonly marketplacePartnerId?: string;
  /** The categories that are exported: at least one, no duplicates. @default - all eight */
  readonly categories?: readonly ActivityLogCategory[];
  /** The name of the diagnostic setting: 1 to 260 characters. @default "csp-baseline-activity-log" */
  readonly name?: string;
}

/**
 * Exports the subscription's activity log, which Azure keeps for 90 days. The retention of the workspace or the
 * lifecycle rules of the storage account decide how long the copy is kept.
 *
 * Source: azurerm 4.55.0 `azurerm_monitor_diagnostic_setting`;
 * https://learn.microsoft.com/azure/azure-monitor/essentials/activity-log#send-to-log-analytics-workspace
 *
 * @example
 * new ActivityLogExport(stack, "activity-log-export", {
 *   subscriptionId: "00000000-0000-0000-0000-000000000001",
 *   workspaceId:
 *     "/subscriptions/00000000-0000-0000-0000-000000000002/resourceGroups/rg-logs/providers/Microsoft.OperationalInsights/workspaces/log-soc",
 * });
 *
 * @throws {InvalidPropsError} when Azure would refuse the props
 */
export class ActivityLogExport extends Construct {
  /** The declared resources that may already exist, in the order of their declaration. */
  readonly adoptables: readonly Adoptable[];

  constructor(scope: Construct, id: string, props: ActivityLogExportProps) {
    super(scope, id);
    requireProps(this, "activityLogExport", props);
    const { categories = ACTIVITY_LOG_CATEGORIES, name = "csp-baseline-activity-log" } = props;
    const checks = new Checks("activityLogExport");
    checks.guid("subscriptionId", props.subscriptionId);
    checkLogDestination(checks, props);
    checkProvider(checks, props.provider);
    checks.resourceName("name", name);
    checks.choices("categories", categories, ACTIVITY_LOG_CATEGORIES);
    checks.done(this);

    const declared = declare(
      this,
      "Resource",
      DIAGNOSTIC_SETTING,
      {
        name,
        parent: { subscriptionId: props.subscriptionId },
        properties: {
          ...statedDestination(props),
          logs: categories.map((category) => ({ category, enabled: true as const })),
        },
      },
      props.provider,
    );
    this.adoptables = [declared];
  }

  /** The diagnostic setting's id as a reference. With azurerm it has that provider's own form. */
  get diagnosticSettingId(): string {
    return idOf(this.adoptables);
  }
}
