import type { ResourceType } from "../arm/resource-type.ts";
import { actionGroups } from "./action-groups.ts";
import { activityLogAlerts } from "./activity-log-alerts.ts";
import { alertProcessingRules } from "./alert-processing-rules.ts";
import { budgets } from "./budgets.ts";
import { diagnosticSettings } from "./diagnostic-settings.ts";
import { policyAssignments } from "./policy-assignments.ts";
import { pricings } from "./pricings.ts";
import { registrationAssignments } from "./registration-assignments.ts";
import { registrationDefinitions } from "./registration-definitions.ts";
import { resourceGroups } from "./resource-groups.ts";
import { roleAssignments } from "./role-assignments.ts";
import { scheduledActions } from "./scheduled-actions.ts";
import { securityContacts } from "./security-contacts.ts";

const ALL: readonly ResourceType[] = [
  actionGroups,
  activityLogAlerts,
  alertProcessingRules,
  budgets,
  diagnosticSettings,
  policyAssignments,
  pricings,
  registrationAssignments,
  registrationDefinitions,
  resourceGroups,
  roleAssignments,
  scheduledActions,
  securityContacts,
];

/** Every resource type the sandbox models, by its name in lower case. */
export const RESOURCE_TYPES: ReadonlyMap<string, ResourceType> = new Map(
  ALL.map((type) => [type.type.toLowerCase(), type]),
);
