export { ADMINISTRATIVE_OPERATIONS } from "../../constructs/administrative-operations.ts";
export { BUILT_IN_POLICIES, type BuiltInPolicy } from "../../constructs/built-in-policies.ts";
export { actionGroup } from "./action-group.ts";
export { activityLogAlerts } from "./activity-log-alerts.ts";
export { activityLogExport } from "./activity-log-export.ts";
export { budget } from "./budget.ts";
export { CONTROLS } from "./built-in.ts";
export { isCannotTell, OutOfSightError, resourcesSeen, unknownJudgement } from "./cannot-tell.ts";
export {
  controlById,
  controlCatalogue,
  customControlIds,
  ExtensionError,
  useCustomControls,
} from "./catalogue.ts";
export { controlsPage } from "./catalogue-page.ts";
export type { Control, ControlText, Expectation, Judgement, Reference, Severity } from "./control.ts";
export { costAnomalyAlert } from "./cost-anomaly-alert.ts";
export { allOf, anyOf, type Candidate, type Complaint, type Criterion, everyOf } from "./criteria.ts";
export { defenderPlans } from "./defender-plans.ts";
export { isInForce } from "./in-force.ts";
export { type JudgedControl, judgeSubscription } from "./judge-subscription.ts";
export type { OwnControl } from "./own-control.ts";
export { type Ask, PACKS, type Pack, type PackRule, packOf, type Setting } from "./packs/index.ts";
export { policyAssignments } from "./policy-assignments.ts";
export { resourceHealthAlert } from "./resource-health-alert.ts";
export { securityContact } from "./security-contact.ts";
export { serviceHealthAlert } from "./service-health-alert.ts";
export type { JudgedTenantControl, TenantControl } from "./tenant-control.ts";
export {
  judgeTenant,
  judgeTenantInAzure,
  TENANT_CONTROLS,
  unknownTenant,
  unknownTenantInAzure,
} from "./tenant-controls.ts";
