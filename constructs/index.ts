export { ActionGroup, type ActionGroupProps, type WebhookReceiver } from "./action-group.ts";
export type { ActivityLogAlertProps } from "./activity-log-alert.ts";
export { ActivityLogAlerts, type ActivityLogAlertsProps } from "./activity-log-alerts.ts";
export {
  ACTIVITY_LOG_CATEGORIES,
  type ActivityLogCategory,
  ActivityLogExport,
  type ActivityLogExportProps,
} from "./activity-log-export.ts";
export { ADMINISTRATIVE_OPERATIONS } from "./administrative-operations.ts";
export type { Adoptable } from "./adoptable.ts";
export { Budget, type BudgetProps } from "./budget.ts";
export { InvalidPropsError } from "./checks.ts";
export { CostAnomalyAlert, type CostAnomalyAlertProps, RENEWING_MESSAGE } from "./cost-anomaly-alert.ts";
export { DEFENDER_PLANS, type DefenderPlan } from "./defender-plan-names.ts";
export { type DefenderPlanSetting, DefenderPlans, type DefenderPlansProps } from "./defender-plans.ts";
export { ENTRA_LOG_CATEGORIES, type EntraLogCategory, USUAL_ENTRA_LOGS } from "./entra-log-categories.ts";
export { EntraLogExport, type EntraLogExportProps } from "./entra-log-export.ts";
export type { Group } from "./group.ts";
export { PolicyAssignments, type PolicyAssignmentsProps } from "./policy-assignments.ts";
export type { DeclaredBy, ProviderChoice, ProviderName, ProviderSettings } from "./provider.ts";
export {
  type ResourceHealth,
  ResourceHealthAlert,
  type ResourceHealthAlertProps,
} from "./resource-health-alert.ts";
export {
  type AlertSeverity,
  type AttackPathRisk,
  type NotifyRole,
  SecurityContact,
  type SecurityContactProps,
} from "./security-contact.ts";
export {
  SERVICE_HEALTH_EVENTS,
  ServiceHealthAlert,
  type ServiceHealthAlertProps,
  type ServiceHealthEvent,
} from "./service-health-alert.ts";
export { SubscriptionBaseline } from "./subscription-baseline.ts";
export type { BaselineContacts, SubscriptionBaselineProps, Switch } from "./subscription-baseline-props.ts";
