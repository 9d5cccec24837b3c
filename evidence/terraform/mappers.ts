import { azapiResource } from "./azapi.ts";
import { consumptionBudgetSubscription, costAnomalyAlert } from "./cost.ts";
import type { Mapper } from "./mapper.ts";
import { monitorActionGroup, monitorActivityLogAlert, monitorDiagnosticSetting } from "./monitor.ts";
import { resourceGroup, subscriptionPolicyAssignment } from "./resources.ts";
import { securityCenterContact, securityCenterSubscriptionPricing } from "./security.ts";

/** The Terraform resource types that evidence is made of; the others say nothing about the baseline. */
const MAPPERS: ReadonlyMap<string, Mapper> = new Map([
  ["azapi_resource", azapiResource],
  ["azapi_update_resource", azapiResource],
  ["azurerm_consumption_budget_subscription", consumptionBudgetSubscription],
  ["azurerm_cost_anomaly_alert", costAnomalyAlert],
  ["azurerm_monitor_action_group", monitorActionGroup],
  ["azurerm_monitor_activity_log_alert", monitorActivityLogAlert],
  ["azurerm_monitor_diagnostic_setting", monitorDiagnosticSetting],
  ["azurerm_resource_group", resourceGroup],
  ["azurerm_security_center_contact", securityCenterContact],
  ["azurerm_security_center_subscription_pricing", securityCenterSubscriptionPricing],
  ["azurerm_subscription_policy_assignment", subscriptionPolicyAssignment],
]);

export function mapperFor(type: string): Mapper | undefined {
  return MAPPERS.get(type);
}
