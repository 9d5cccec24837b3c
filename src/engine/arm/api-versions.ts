/** The API versions of one resource type. */
export interface ApiVersions {
  /** The version with which azapi declares the type: the newest stable one that was tested. */
  readonly declared: string;
  /** The version of the list request with which a stack finds existing resources. */
  readonly listed: string;
}

/**
 * The API versions of every resource type that a construct declares; no other file names them. A fleet can pin others
 * with `provider.apiVersions`.
 *
 * A preview version is used only if no stable version has the properties that the baseline needs.
 */
export const API_VERSIONS = {
  "Microsoft.AADIAM/diagnosticSettings": { declared: "2017-04-01", listed: "2017-04-01" },
  // It has only this version.
  "Microsoft.AlertsManagement/tenantActivityLogAlerts": {
    declared: "2023-04-01-preview",
    listed: "2023-04-01-preview",
  },
  "Microsoft.Authorization/policyAssignments": { declared: "2025-01-01", listed: "2022-06-01" },
  "Microsoft.Consumption/budgets": { declared: "2024-08-01", listed: "2023-05-01" },
  "Microsoft.CostManagement/scheduledActions": { declared: "2025-03-01", listed: "2023-08-01" },
  "Microsoft.Insights/actionGroups": { declared: "2023-01-01", listed: "2023-01-01" },
  "Microsoft.Insights/activityLogAlerts": { declared: "2020-10-01", listed: "2020-10-01" },
  "Microsoft.Insights/diagnosticSettings": { declared: "2021-05-01-preview", listed: "2021-05-01-preview" },
  "Microsoft.Resources/resourceGroups": { declared: "2025-04-01", listed: "2024-03-01" },
  "Microsoft.Security/pricings": { declared: "2024-01-01", listed: "2023-01-01" },
  "Microsoft.Security/securityContacts": { declared: "2023-12-01-preview", listed: "2023-12-01-preview" },
} as const satisfies Readonly<Record<string, ApiVersions>>;

/** A resource type that a construct declares, in Azure's own casing. */
export type ArmTypeName = keyof typeof API_VERSIONS;
