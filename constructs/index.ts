export { ActionGroup, type ActionGroupProps } from "./action-group.ts";
export type {
  ActionGroupReceivers,
  AppPushReceiver,
  EventHubReceiver,
  FunctionReceiver,
  ItsmReceiver,
  LogicAppReceiver,
  PhoneReceiver,
  RoleReceiver,
  RunbookReceiver,
  WebhookEntraAuth,
  WebhookReceiver,
} from "./action-group-receivers.ts";
export type { ActivityLogAlertProps } from "./activity-log-alert.ts";
export { ActivityLogAlerts, type ActivityLogAlertsProps } from "./activity-log-alerts.ts";
export {
  ACTIVITY_LOG_CATEGORIES,
  type ActivityLogCategory,
  ActivityLogExport,
  type ActivityLogExportProps,
} from "./activity-log-export.ts";
export { ADMINISTRATIVE_OPERATIONS, DELEGATION_OPERATIONS } from "./administrative-operations.ts";
export type { Adoptable } from "./adoptable.ts";
export type { AlertFilters, ResourceFilters } from "./alert-filters.ts";
export {
  BUDGET_DIMENSIONS,
  type BudgetDimension,
  EVENT_LEVELS,
  type EventLevel,
  type ResourceHealth,
  type ResourceHealthCause,
  SERVICE_HEALTH_EVENTS,
  type ServiceHealthEvent,
} from "./alert-values.ts";
export type {
  ExtraActivityLogAlerts,
  ExtraBudget,
  ExtraResourceHealthAlert,
  ExtraServiceHealthAlert,
} from "./baseline-extras.ts";
export { Budget, type BudgetProps } from "./budget.ts";
export type { BudgetFilter } from "./budget-filter.ts";
export { InvalidPropsError } from "./checks.ts";
export { CostAnomalyAlert, type CostAnomalyAlertProps, RENEWING_MESSAGE } from "./cost-anomaly-alert.ts";
export { DEFENDER_PLANS, type DefenderPlan } from "./defender-plan-names.ts";
export {
  type DefenderExtension,
  type DefenderPlanSetting,
  DefenderPlans,
  type DefenderPlansProps,
} from "./defender-plans.ts";
export { ENTRA_LOG_CATEGORIES, type EntraLogCategory, USUAL_ENTRA_LOGS } from "./entra-log-categories.ts";
export { EntraLogExport, type EntraLogExportProps } from "./entra-log-export.ts";
export type { Group } from "./group.ts";
export {
  type OwnPolicyAssignment,
  PolicyAssignments,
  type PolicyAssignmentsProps,
} from "./policy-assignments.ts";
export type { DeclaredBy, ProviderChoice, ProviderName, ProviderSettings } from "./provider.ts";
export { ResourceHealthAlert, type ResourceHealthAlertProps } from "./resource-health-alert.ts";
export {
  type AlertSeverity,
  type AttackPathRisk,
  type NotifyRole,
  SecurityContact,
  type SecurityContactProps,
} from "./security-contact.ts";
export { ServiceHealthAlert, type ServiceHealthAlertProps } from "./service-health-alert.ts";
export { SubscriptionBaseline } from "./subscription-baseline.ts";
export type {
  BaselineContacts,
  OperationsContacts,
  SubscriptionBaselineProps,
  Switch,
} from "./subscription-baseline-props.ts";
export {
  TenantServiceHealthAlert,
  type TenantServiceHealthAlertProps,
} from "./tenant-service-health-alert.ts";
