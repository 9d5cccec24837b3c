import type { Directory, KnownSubscription } from "../directory.ts";
import { guidOf } from "../guid.ts";
import type { JsonMap } from "../json.ts";

/** The initial data of a partner. */
export interface Seed {
  readonly alerts: readonly JsonMap[];
  readonly score: JsonMap;
  readonly requirements: readonly JsonMap[];
  readonly customerInsights: readonly JsonMap[];
  readonly history: readonly JsonMap[];
  readonly fraudEvents: readonly JsonMap[];
  readonly usageBudgets: Readonly<Record<string, JsonMap>>;
}

const HOUR = 60 * 60 * 1000;
const ACTION_CENTER = "https://partner.microsoft.com/dashboard/v2/account-settings/securityrequirements";

/**
 * Creates alerts about the directory's own subscriptions and about an unknown one, and a score below the maximum.
 * Includes irregular values of Microsoft's own examples: `isTest` as text, `noncomplaint`, an unknown type and
 * severity.
 */
export function seedOf(directory: Directory, now: Date): Seed {
  const subscriptions = directory.allSubscriptions();
  const ago = (hours: number) => new Date(now.getTime() - hours * HOUR).toISOString();
  return {
    alerts: alertsOf(subscriptions, ago),
    ...scoreOf(subscriptions, ago),
    fraudEvents: subscriptions.slice(0, 1).map((subscription) => fraudEvent(subscription, ago)),
  };
}

type Ago = (hours: number) => string;

function alertsOf(subscriptions: readonly KnownSubscription[], ago: Ago): JsonMap[] {
  const [first, second = first, third = second] = subscriptions;
  if (first === undefined || second === undefined || third === undefined) return [];
  const unmanaged = { id: guidOf("unmanaged"), displayName: "", tenantId: guidOf("unmanaged customer") };
  const resolved = {
    status: "resolved",
    resolvedReason: "legitimate",
    resolvedBy: "soc@fabrikam.example",
    resolvedOnDateTime: ago(230),
  };
  return [
    alert("mining", first, ago(30), { alertType: "CryptoMining", severity: "high", isTest: "false" }),
    alert("quota", second, ago(2), { alertType: "QuotaSomethingNew", severity: "unknownFutureValue" }),
    alert("batch", unmanaged, ago(5), { alertType: "AzureBatch_AnomalousDeployment" }),
    alert("usage", third, ago(240), { alertType: "ARM_AnomalousResourceConsumption", ...resolved }),
  ];
}

function alert(key: string, subscription: KnownSubscription, detected: string, more: JsonMap): JsonMap {
  return {
    id: guidOf(`alert ${key}`),
    displayName: `Unusual activity (${key})`,
    description: "Sample data of the sandbox: nothing has happened.",
    alertType: "unknownFutureValue",
    severity: "medium",
    confidenceLevel: "high",
    status: "active",
    resolvedReason: null,
    resolvedBy: null,
    resolvedOnDateTime: null,
    detectedDateTime: detected,
    firstObservedDateTime: detected,
    lastObservedDateTime: detected,
    customerTenantId: subscription.tenantId,
    subscriptionId: subscription.id,
    valueAddedResellerTenantId: null,
    catalogOfferId: "MS-AZR-0017G",
    affectedResources: [
      {
        resourceId: `/subscriptions/${subscription.id}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm`,
        resourceType: "Microsoft.Compute/virtualMachines",
      },
    ],
    activityLogs: [],
    additionalDetails: {},
    isTest: false,
    ...more,
  };
}

function scoreOf(
  subscriptions: readonly KnownSubscription[],
  ago: Ago,
): Omit<Seed, "alerts" | "fraudEvents"> {
  const tenants = [...new Set(subscriptions.map(({ tenantId }) => tenantId))];
  const requirement = (
    requirementType: string,
    complianceStatus: string,
    score: number,
    more: JsonMap = {},
  ) => ({
    id: guidOf(requirementType),
    requirementType,
    complianceStatus,
    actionUrl: ACTION_CENTER,
    helpUrl: "https://learn.microsoft.com/partner-center/security/security-requirements",
    score,
    maxScore: 20,
    state: "active",
    updatedDateTime: ago(6),
    ...more,
  });
  return {
    score: { currentScore: 60, maxScore: 100, lastRefreshDateTime: ago(6), updatedDateTime: ago(6) },
    requirements: [
      requirement("mfaEnforcedForAdmins", "compliant", 20, { adminsRequiredNotUsingMfaCount: 0 }),
      requirement("mfaEnforcedForAdminsOfCustomers", "compliant", 20, {
        compliantTenantCount: tenants.length,
        totalTenantCount: tenants.length,
      }),
      requirement("securityAlertsPromptlyResolved", "noncomplaint", 0, { averageResponseTimeInHours: 30.5 }),
      requirement("securityContactProvided", "compliant", 20),
      requirement("spendingBudgetSetForCustomerAzureSubscriptions", "noncomplaint", 0, {
        customersWithSpendBudgetCount: Math.max(0, tenants.length - 1),
        totalCustomersCount: tenants.length,
      }),
    ],
    customerInsights: tenants.map((tenantId, index) => ({
      tenantId,
      mfa: {
        compliantAdminsCount: 1,
        compliantNonAdminsCount: index === 0 ? 3 : 9,
        totalUsersCount: 10,
        legacyPerUserMfaStatus: "disabled",
        mfaConditionalAccessPolicyStatus: index === 0 ? "disabled" : "enabled",
        securityDefaultsStatus: "disabled",
      },
    })),
    history: [30, 20, 10].map((days) => ({
      id: guidOf(`history ${days}`),
      compliantRequirementsCount: 3,
      totalRequirementsCount: 5,
      score: 60,
      createdDateTime: ago(days * 24),
    })),
    usageBudgets: Object.fromEntries(tenants.slice(1).map((tenantId) => [tenantId, { Amount: 1000 }])),
  };
}

function fraudEvent(subscription: KnownSubscription, ago: Ago): JsonMap {
  return {
    eventTime: ago(30),
    eventId: guidOf("fraud event"),
    customerTenantId: subscription.tenantId,
    subscriptionId: subscription.id,
    subscriptionType: "modern",
    eventStatus: "Active",
    eventType: "NetworkConnectionsToCryptoMiningPools",
    severity: "High",
    confidenceLevel: "high",
    displayName: "Unusual activity (fraud event)",
    description: "Sample data of the sandbox: nothing has happened.",
    firstObserved: ago(30),
    lastObserved: ago(30),
    resolvedReason: "None",
    isTest: "false",
  };
}
