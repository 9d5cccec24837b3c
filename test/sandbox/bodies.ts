import { SCOPE } from "./client.ts";

/** Valid bodies in the form of the providers; tests change one member at a time. */

export function notification(more: object = {}) {
  return {
    enabled: true,
    operator: "GreaterThanOrEqualTo",
    threshold: 80,
    thresholdType: "Actual",
    contactEmails: ["finops@fabrikam.example"],
    contactGroups: [],
    contactRoles: [],
    ...more,
  };
}

export function budget(properties: object = {}) {
  return {
    name: "monthly",
    properties: {
      amount: 1000,
      category: "Cost",
      timeGrain: "Monthly",
      timePeriod: { startDate: "2026-12-01T00:00:00Z" },
      notifications: { "Actual_GreaterThanOrEqualTo_80.000000_Percent": notification() },
      ...properties,
    },
  };
}

export function anomaly(properties: object = {}, more: object = {}) {
  return {
    kind: "InsightAlert",
    properties: {
      displayName: "Cost anomaly",
      fileDestination: { fileFormats: [] },
      notification: { to: ["finops@fabrikam.example"], subject: "Cost anomaly", message: "" },
      notificationEmail: "finops@fabrikam.example",
      schedule: { frequency: "Daily", startDate: "2026-11-24T03:06:23Z", endDate: "2027-11-24T03:06:23Z" },
      status: "Enabled",
      viewId: `${SCOPE}/providers/Microsoft.CostManagement/views/ms:DailyAnomalyByResourceGroup`,
      ...properties,
    },
    ...more,
  };
}

export function actionGroup(properties: object = {}) {
  return {
    location: "global",
    properties: {
      groupShortName: "operations",
      enabled: true,
      emailReceivers: [{ name: "noc", emailAddress: "noc@fabrikam.example", useCommonAlertSchema: true }],
      ...properties,
    },
    tags: {},
  };
}

export function alert(properties: object = {}, more: object = {}) {
  return {
    location: "global",
    properties: {
      actions: {
        actionGroups: [
          {
            actionGroupId: `${SCOPE}/resourceGroups/rg/providers/Microsoft.Insights/actionGroups/ag`,
            webhookProperties: {},
          },
        ],
      },
      condition: { allOf: [{ field: "category", equals: "ServiceHealth" }] },
      description: "",
      enabled: true,
      scopes: [SCOPE],
      ...properties,
    },
    tags: {},
    ...more,
  };
}

export function contact(properties: object = {}) {
  return {
    properties: {
      emails: "soc@fabrikam.example;dsi@fabrikam.example",
      phone: "+14255550100",
      isEnabled: true,
      notificationsByRole: { state: "On", roles: ["Owner"] },
      notificationsSources: [
        { sourceType: "Alert", minimalSeverity: "Medium" },
        { sourceType: "AttackPath", minimalRiskLevel: "High" },
      ],
      ...properties,
    },
  };
}
