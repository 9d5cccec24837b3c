import type { PartnerDataProps } from "../../../src/sandbox/partner/partner-data.ts";
import { CUSTOMER_TENANT, NOW } from "../support.ts";

export const SUBSCRIPTION = "00000000-0000-0000-0000-000000000001";
export const ALERT = "a0000000-0000-0000-0000-00000000a1e7";
export const SCOPE = `/subscriptions/${SUBSCRIPTION}`;
export const MINER = `${SCOPE}/resourceGroups/rg-gpu/providers/Microsoft.Compute/virtualMachines/xmrig-0`;
export const ASSIGNMENT = `${SCOPE}/providers/Microsoft.Authorization/roleAssignments/30000000-0000-0000-0000-000000000001`;
export const OLD_ASSIGNMENT = `${SCOPE}/providers/Microsoft.Authorization/roleAssignments/30000000-0000-0000-0000-000000000002`;
export const DEPLOYMENT = `${SCOPE}/resourceGroups/rg-gpu/providers/Microsoft.Resources/deployments/scale-out`;

const HOUR = 3600 * 1000;
const ago = (hours: number) => new Date(NOW.getTime() - hours * HOUR).toISOString();
const OWNER = `${SCOPE}/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635`;

const event = (hours: number, operation: string, resourceId: string, status = "Succeeded", more = {}) => ({
  caller: "mallory@contoso.example",
  claims: { "http://schemas.microsoft.com/identity/claims/tenantid": CUSTOMER_TENANT },
  correlationId: `c${hours}`,
  eventTimestamp: ago(hours),
  httpRequest: { clientIpAddress: "203.0.113.7", method: "PUT" },
  level: "Informational",
  operationName: { value: operation, localizedValue: operation },
  resourceId,
  status: { value: status, localizedValue: status },
  ...more,
});

/** A crypto-miner that was planted in Contoso's subscription: an account taken over, a role, a key, machines. */
export const PLANTED: PartnerDataProps = {
  alerts: [
    {
      id: ALERT,
      displayName: "Digital currency mining",
      alertType: "CryptoMining",
      severity: "high",
      status: "active",
      detectedDateTime: ago(5),
      firstObservedDateTime: ago(6),
      customerTenantId: CUSTOMER_TENANT,
      subscriptionId: SUBSCRIPTION,
      affectedResources: [{ resourceId: MINER, resourceType: "Microsoft.Compute/virtualMachines" }],
    },
    { id: "other", status: "active", subscriptionId: "00000000-0000-0000-0000-000000000002" },
  ],
  subscriptions: {
    [SUBSCRIPTION]: {
      activityLog: [
        event(20, "Microsoft.Authorization/roleAssignments/write", ASSIGNMENT, "Started"),
        event(20, "Microsoft.Authorization/roleAssignments/write", ASSIGNMENT, "Succeeded", {
          eventTimestamp: ago(19.9),
        }),
        event(15, "Microsoft.Storage/storageAccounts/listKeys/action", `${SCOPE}/x/storage`),
        event(10, "Microsoft.Resources/deployments/write", DEPLOYMENT),
        event(9, "Microsoft.Compute/virtualMachines/write", MINER),
        event(8, "Microsoft.Insights/activityLogAlerts/delete", `${SCOPE}/x/alert`, "Failed"),
        event(1000, "Microsoft.Compute/virtualMachines/write", `${SCOPE}/long-before`),
      ],
      resources: [
        { id: MINER, name: "xmrig-0", type: "Microsoft.Compute/virtualMachines", createdTime: ago(9) },
        { id: `${SCOPE}/old`, name: "old", type: "Microsoft.Compute/disks", createdTime: ago(9000) },
      ],
      roleAssignments: [
        {
          id: ASSIGNMENT,
          properties: {
            scope: SCOPE,
            principalId: "p-mallory",
            principalType: "User",
            roleDefinitionId: OWNER,
            createdOn: ago(20),
            createdBy: "p-mallory",
          },
        },
        {
          id: OLD_ASSIGNMENT,
          properties: { scope: SCOPE, principalId: "p-old", roleDefinitionId: OWNER, createdOn: ago(9000) },
        },
      ],
      deployments: [
        { id: DEPLOYMENT, name: "scale-out", properties: { provisioningState: "Running" } },
        { id: `${DEPLOYMENT}-old`, name: "scale-out-old", properties: { provisioningState: "Succeeded" } },
      ],
      costs: [
        [12.5, 20261123],
        [987.25, 20261124],
      ],
    },
  },
  directories: {
    [CUSTOMER_TENANT]: {
      "/auditLogs/directoryAudits": [
        {
          activityDateTime: ago(16),
          activityDisplayName: "Update application – Certificates and secrets management",
          result: "success",
          initiatedBy: { user: { userPrincipalName: "mallory@contoso.example", ipAddress: "203.0.113.7" } },
          targetResources: [{ displayName: "backup-app" }],
        },
        { activityDateTime: ago(16), activityDisplayName: "Update user", targetResources: [] },
      ],
      "/auditLogs/signIns": [
        {
          createdDateTime: ago(21),
          userPrincipalName: "mallory@contoso.example",
          appDisplayName: "Azure Portal",
          ipAddress: "203.0.113.7",
          authenticationRequirement: "singleFactorAuthentication",
          riskLevelDuringSignIn: "high",
          status: { errorCode: 0 },
          location: { city: "Nowhere", countryOrRegion: "ZZ" },
        },
        { createdDateTime: ago(21), userPrincipalName: "alice@contoso.example", appDisplayName: "Teams" },
      ],
    },
  },
};
