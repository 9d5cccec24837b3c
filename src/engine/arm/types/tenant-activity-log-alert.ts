import type { AzapiType } from "../arm-type.ts";
import type { ActivityLogAlertProperties } from "./activity-log-alert.ts";

/** The properties of a tenant's activity log alert, API 2023-04-01-preview. */
export interface TenantActivityLogAlertProperties extends Omit<ActivityLogAlertProperties, "scopes"> {
  /** The tenant's GUID. */
  readonly tenantScope: string;
}

/** azapi declares it whichever provider declares the others, because azurerm has no resource for it. */
export const TENANT_ACTIVITY_LOG_ALERT: AzapiType = {
  type: "Microsoft.AlertsManagement/tenantActivityLogAlerts",
  // Azure returns the ids of action groups in another case.
  azapi: { ignoreCasing: true },
};
