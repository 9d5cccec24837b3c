export { API_VERSIONS, type ApiVersions, type ArmTypeName } from "./api-versions.ts";
export type { ArmIdentity, ArmParent, ArmStatement, ArmType, AzapiType, StatedResource } from "./arm-type.ts";
export { declaresGroup, type Group } from "./group.ts";
export {
  DEFAULT_PROVIDER,
  type ProviderChoice,
  type ProviderName,
  type ProviderSettings,
  providerName,
} from "./provider.ts";
export { type Rendered, render, renderAzapi } from "./render.ts";
export { ACTION_GROUP } from "./types/action-group.ts";
export {
  ACTIVITY_LOG_ALERT,
  type AlertCondition,
  anyOf,
  oneOf,
  SERVICE_HEALTH_LISTS,
} from "./types/activity-log-alert.ts";
export {
  BUDGET,
  type BudgetCondition,
  type BudgetFilterProperties,
  type BudgetNotification,
  notificationKey,
  type TimeGrain,
} from "./types/budget.ts";
export { COST_ANOMALY_ALERT } from "./types/cost-anomaly-alert.ts";
export { DIAGNOSTIC_SETTING, ENTRA_DIAGNOSTIC_SETTING } from "./types/diagnostic-setting.ts";
export { type JsonValue, POLICY_ASSIGNMENT } from "./types/policy-assignment.ts";
export { PRICING, type PricingExtension } from "./types/pricing.ts";
export { RESOURCE_GROUP } from "./types/resource-group.ts";
export {
  LEGACY_SECURITY_CONTACT,
  SECURITY_CONTACT,
  type SecurityContactProperties,
} from "./types/security-contact.ts";
export {
  TENANT_ACTIVITY_LOG_ALERT,
  type TenantActivityLogAlertProperties,
} from "./types/tenant-activity-log-alert.ts";
