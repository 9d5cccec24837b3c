import type { ResourceMapper } from "../resource-mapper.ts";
import { Unknown, type Value } from "../value.ts";
import {
  actionRuleActionGroup,
  actionRuleSuppression,
  alertActionGroups,
  alertSuppression,
} from "./alert-processing.ts";
import { azapiResource } from "./azapi.ts";
import { consumptionBudgetSubscription, costAnomalyAlert } from "./cost.ts";
import type { Mapped, Mapper } from "./mapper.ts";
import {
  monitorAadDiagnosticSetting,
  monitorActionGroup,
  monitorActivityLogAlert,
  monitorDiagnosticSetting,
} from "./monitor.ts";
import { resourceGroup, subscriptionPolicyAssignment } from "./resources.ts";
import { securityCenterContact, securityCenterSubscriptionPricing } from "./security.ts";

/** The Terraform resource types that evidence uses; others are irrelevant to the baseline. */
const MAPPERS: ReadonlyMap<string, Mapper> = new Map([
  ["azapi_resource", azapiResource],
  ["azapi_update_resource", azapiResource],
  ["azurerm_consumption_budget_subscription", consumptionBudgetSubscription],
  ["azurerm_cost_anomaly_alert", costAnomalyAlert],
  ["azurerm_monitor_aad_diagnostic_setting", monitorAadDiagnosticSetting],
  ["azurerm_monitor_action_group", monitorActionGroup],
  ["azurerm_monitor_action_rule_action_group", actionRuleActionGroup],
  ["azurerm_monitor_action_rule_suppression", actionRuleSuppression],
  ["azurerm_monitor_activity_log_alert", monitorActivityLogAlert],
  ["azurerm_monitor_alert_processing_rule_action_group", alertActionGroups],
  ["azurerm_monitor_alert_processing_rule_suppression", alertSuppression],
  ["azurerm_monitor_diagnostic_setting", monitorDiagnosticSetting],
  ["azurerm_resource_group", resourceGroup],
  ["azurerm_security_center_contact", securityCenterContact],
  ["azurerm_security_center_subscription_pricing", securityCenterSubscriptionPricing],
  ["azurerm_subscription_policy_assignment", subscriptionPolicyAssignment],
]);

let custom: ReadonlyMap<string, Mapper> = new Map();

export function mapperFor(type: string): Mapper | undefined {
  return MAPPERS.get(type) ?? custom.get(type);
}

/** Reports whether the project itself maps a Terraform type. */
export function isMappedHere(type: string): boolean {
  return MAPPERS.has(type);
}

/** Sets the mappers of the app and replaces those set before. The caller validates them. */
export function useTerraformMappers(mappers: readonly ResourceMapper[]): void {
  custom = new Map(
    mappers.flatMap(({ terraform = {}, type }) =>
      Object.entries(terraform).map(([name, map]): [string, Mapper] => [name, guarded(type, map)]),
    ),
  );
}

type OwnMapper = NonNullable<ResourceMapper["terraform"]>[string];

/** Wraps a mapper so that it always returns a resource of its type; an unknown one if the mapper fails. */
function guarded(type: string, map: OwnMapper): Mapper {
  return (values, scope) => {
    try {
      const mapped: Partial<Mapped> = map(values, scope);
      const { apiVersion, id, kind, location, name, properties, tags } = mapped;
      if (!isValue(id) || !isValue(name) || !isValue(properties)) return nothingKnown(type);
      return {
        type,
        id,
        name,
        properties,
        ...(typeof apiVersion === "string" ? { apiVersion } : {}),
        ...(isValue(kind) ? { kind } : {}),
        ...(isValue(location) ? { location } : {}),
        ...(isValue(tags) ? { tags } : {}),
      };
    } catch {
      return nothingKnown(type);
    }
  };
}

function nothingKnown(type: string): Mapped {
  return { type, id: new Unknown(), name: new Unknown(), properties: new Unknown() };
}

/** Deeper than any resource; a deeper value may be circular. */
const DEEPEST = 64;

function isValue(value: unknown, depth = 0): value is Value {
  if (value === null || ["boolean", "number", "string"].includes(typeof value)) return true;
  if (value instanceof Unknown) return true;
  if (typeof value !== "object" || value === undefined || depth > DEEPEST) return false;
  return Object.values(value).every((item) => isValue(item, depth + 1));
}
