import { many, one, type Shape } from "../terraform/shape.ts";

const EXPORT: Shape = {
  workspaceId: "text",
  storageAccountId: "text",
  eventHubAuthorizationRuleId: "text",
  eventHubName: "text",
  serviceBusRuleId: "any",
  marketplacePartnerId: "text",
  logAnalyticsDestinationType: "any",
  logs: many({
    category: "text",
    categoryGroup: "text",
    enabled: "flag",
    retentionPolicy: one({ enabled: "flag", days: "number" }),
  }),
  metrics: "any",
};

const LEAF: Shape = { field: "text", equals: "text", containsAny: "texts" };

const ALERT: Shape = {
  enabled: "flag",
  description: "any",
  scopes: "texts",
  condition: one({ allOf: many({ ...LEAF, anyOf: many(LEAF) }) }),
  actions: one({
    actionGroups: many({ actionGroupId: "text", webhookProperties: "any", actionProperties: "any" }),
  }),
};

/**
 * The properties of judged types, by type in lower case. A body with another property is not evidence: the property may
 * filter the resource or switch it off.
 *
 * Source: https://github.com/Azure/azure-rest-api-specs, the API versions that `resource-types.ts` and the mappers name.
 */
const KNOWN_PROPERTIES: Readonly<Record<string, Shape>> = {
  "microsoft.security/securitycontacts": {
    emails: "text",
    phone: "text",
    isEnabled: "flag",
    notificationsByRole: one({ state: "text", roles: "texts" }),
    notificationsSources: many({ sourceType: "text", minimalSeverity: "text", minimalRiskLevel: "text" }),
    // 2020-01-01-preview has an object, 2017-08-01-preview a text.
    alertNotifications: "any",
    alertsToAdmins: "text",
    email: "text",
  },
  "microsoft.consumption/budgets": {
    category: "text",
    amount: "number",
    timeGrain: "text",
    timePeriod: one({ startDate: "text", endDate: "text" }),
    // Controls judge only whether a filter is present.
    filter: "any",
    notifications: one({
      "*": one({
        enabled: "flag",
        operator: "text",
        threshold: "number",
        thresholdType: "text",
        contactEmails: "texts",
        contactGroups: "texts",
        contactRoles: "texts",
        locale: "any",
      }),
    }),
  },
  "microsoft.costmanagement/scheduledactions": {
    displayName: "any",
    notification: one({
      to: "texts",
      subject: "any",
      message: "any",
      language: "any",
      regionalFormat: "any",
    }),
    notificationEmail: "text",
    fileDestination: "any",
    schedule: one({ frequency: "text", startDate: "text", endDate: "text" }),
    scope: "text",
    status: "text",
    viewId: "text",
  },
  "microsoft.insights/actiongroups": {
    groupShortName: "text",
    enabled: "flag",
    armRoleReceivers: "any",
    automationRunbookReceivers: "any",
    azureAppPushReceivers: "any",
    azureFunctionReceivers: "any",
    emailReceivers: many({ name: "text", emailAddress: "text", useCommonAlertSchema: "flag" }),
    eventHubReceivers: "any",
    itsmReceivers: "any",
    logicAppReceivers: "any",
    smsReceivers: "any",
    voiceReceivers: "any",
    webhookReceivers: "any",
  },
  "microsoft.insights/activitylogalerts": ALERT,
  "microsoft.alertsmanagement/tenantactivitylogalerts": { ...ALERT, tenantScope: "text" },
  "microsoft.insights/diagnosticsettings": EXPORT,
  "microsoft.aadiam/diagnosticsettings": EXPORT,
  "microsoft.alertsmanagement/actionrules": {
    scopes: "texts",
    conditions: many({ field: "text", operator: "text", values: "texts" }),
    schedule: "any",
    actions: many({ actionType: "text", actionGroupIds: "texts" }),
    description: "any",
    enabled: "flag",
  },
  "microsoft.security/pricings": {
    pricingTier: "text",
    subPlan: "text",
    enforce: "any",
    extensions: "any",
  },
  // Excludes `overrides` and `resourceSelectors`, which restrict the assignment.
  "microsoft.authorization/policyassignments": {
    policyDefinitionId: "text",
    displayName: "any",
    description: "any",
    metadata: "any",
    nonComplianceMessages: "any",
    scope: "text",
    enforcementMode: "text",
    notScopes: "texts",
    parameters: "any",
  },
};

/** Returns the known body of a type, as its PUT request takes it; undefined for a type that no control judges. */
export function knownBody(type: string): Shape | undefined {
  const lower = type.toLowerCase();
  if (!Object.hasOwn(KNOWN_PROPERTIES, lower)) return undefined;
  const properties = KNOWN_PROPERTIES[lower];
  return properties && { properties: one(properties), kind: "text", location: "text", tags: "any" };
}

/**
 * The first API version with all properties above, by type in lower case. Older versions ignore unknown properties: the
 * contact of 2017 has no `isEnabled`, a budget of 2018 no forecast, an alert of 2017 no `anyOf`.
 */
const KNOWN_SINCE: Readonly<Record<string, string>> = {
  "microsoft.security/securitycontacts": "2023-12-01-preview",
  "microsoft.consumption/budgets": "2019-10-01",
  "microsoft.costmanagement/scheduledactions": "2022-04-01-preview",
  "microsoft.insights/actiongroups": "2017-04-01",
  "microsoft.insights/activitylogalerts": "2020-10-01",
  "microsoft.insights/diagnosticsettings": "2017-05-01-preview",
  "microsoft.aadiam/diagnosticsettings": "2017-04-01",
  "microsoft.alertsmanagement/actionrules": "2021-08-08",
  "microsoft.alertsmanagement/tenantactivitylogalerts": "2023-04-01-preview",
  "microsoft.security/pricings": "2022-03-01",
  "microsoft.authorization/policyassignments": "2019-06-01",
};

/**
 * Reports whether this API version, `2023-05-01`, may ignore known properties of the type; also true without a version.
 */
export function isOlderThanKnown(type: string, apiVersion: string): boolean {
  const lower = type.toLowerCase();
  const since = Object.hasOwn(KNOWN_SINCE, lower) ? KNOWN_SINCE[lower] : undefined;
  return since !== undefined && (!/^\d{4}-\d{2}-\d{2}/.test(apiVersion) || apiVersion < since);
}
