import { actionGroup } from "./action-group.ts";
import { activityLogAlerts } from "./activity-log-alerts.ts";
import { activityLogExport } from "./activity-log-export.ts";
import { budget } from "./budget.ts";
import { costAnomalyAlert } from "./cost-anomaly-alert.ts";
import { defenderPlans } from "./defender-plans.ts";
import type { OwnControl } from "./own-control.ts";
import { policyAssignments } from "./policy-assignments.ts";
import { resourceHealthAlert } from "./resource-health-alert.ts";
import { securityContact } from "./security-contact.ts";
import { serviceHealthAlert } from "./service-health-alert.ts";

/** The built-in controls of a subscription, in the order of findings and pages: required ones first. */
export const CONTROLS = [
  securityContact,
  budget,
  serviceHealthAlert,
  costAnomalyAlert,
  actionGroup,
  activityLogAlerts,
  resourceHealthAlert,
  activityLogExport,
  defenderPlans,
  policyAssignments,
] as const satisfies readonly OwnControl[];
