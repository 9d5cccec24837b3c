import { ADMINISTRATIVE_OPERATIONS } from "../../constructs/administrative-operations.ts";
import { BUILT_IN_POLICIES } from "../../constructs/built-in-policies.ts";
import type { Expectation } from "../../src/controls/index.ts";
import {
  type ArmResource,
  type Evidence,
  isMap,
  sameName,
  type Value,
  type ValueMap,
} from "../../src/evidence/index.ts";
import type { Baseline } from "../../src/fleet/index.ts";
import { Email, StartMonth } from "../../src/fleet/scalars.ts";

export const SUBSCRIPTION = "00000000-0000-0000-0000-000000000001";
export const SCOPE = `/subscriptions/${SUBSCRIPTION}`;
export const GROUP_ID = `${SCOPE}/resourceGroups/rg-csp-baseline/providers/Microsoft.Insights/actionGroups/ag-csp-baseline`;
export const WORKSPACE = `${SCOPE}/resourceGroups/rg-logs/providers/Microsoft.OperationalInsights/workspaces/logs`;
const TODAY = "2026-12-10";

const BASELINE: Baseline = {
  location: "westeurope",
  resourceGroup: "rg-csp-baseline",
  tags: { "managed-by": "csp-baseline" },
  contacts: {
    security: { emails: [Email.parse("soc@fabrikam.example")] },
    billing: { emails: [Email.parse("finops@fabrikam.example")] },
    operations: {
      emails: [Email.parse("noc@fabrikam.example")],
      webhooks: [{ name: "itsm", uri: "https://hooks.fabrikam.example/azure" }],
    },
  },
  securityContact: { api: "azapi", alertSeverity: "Medium", attackPathRisk: "High", notifyRoles: ["Owner"] },
  budget: { amount: 1000, startMonth: StartMonth.parse("2026-12"), actual: [50, 80, 100], forecasted: [100] },
  costAnomaly: {},
  serviceHealth: {},
  resourceHealth: {},
  activityLogAlerts: { extraOperations: [] },
  activityLogExport: { workspaceId: WORKSPACE },
  defenderPlans: { VirtualMachines: { tier: "Standard", subplan: "P2" } },
  policyAssignments: true,
  packs: [],
  custom: {},
};

/** A complete baseline with all optional parts; `overrides` replace parts. */
export function baselineOf(overrides: Partial<Baseline> = {}): Baseline {
  return { ...BASELINE, ...overrides };
}

/** The requirements of the baseline on {@link TODAY}. */
export function expecting(overrides: Partial<Baseline> = {}, today = TODAY): Expectation {
  return { baseline: baselineOf(overrides), today };
}

/** A resource at the subscription, or in its resource group if ARM requires one. */
export function arm(
  type: string,
  name: string,
  properties: ValueMap,
  more: Partial<ArmResource> = {},
): ArmResource {
  const inGroup = /^Microsoft\.Insights\/(actionGroups|activityLogAlerts)$/i.test(type);
  const parent = inGroup ? `${SCOPE}/resourceGroups/rg-csp-baseline` : SCOPE;
  return { type, name, id: `${parent}/providers/${type}/${name}`, properties, ...more };
}

/** An activity log alert on the subscription that notifies the action group. */
export function alert(name: string, conditions: readonly Value[], properties: ValueMap = {}): ArmResource {
  return arm("Microsoft.Insights/activityLogAlerts", name, {
    enabled: true,
    scopes: [SCOPE],
    condition: { allOf: conditions },
    actions: { actionGroups: [{ actionGroupId: GROUP_ID, webhookProperties: {} }] },
    ...properties,
  });
}

/** A leaf condition. */
export function equals(field: string, value: Value): ValueMap {
  return { field, equals: value };
}

/** A condition that accepts any of the values, as azurerm writes it. */
export function any(field: string, ...values: readonly string[]): ValueMap {
  return { anyOf: values.map((value) => equals(field, value)) };
}

/** An enabled notification of a budget. */
export function notification(
  kind: "Actual" | "Forecasted",
  threshold: number,
  more: ValueMap = {},
): ValueMap {
  return {
    enabled: true,
    operator: "GreaterThanOrEqualTo",
    threshold,
    thresholdType: kind,
    contactEmails: ["finops@fabrikam.example"],
    contactGroups: [],
    contactRoles: [],
    ...more,
  };
}

/** A subscription for which every control passes, as in Azure's answers. */
export function coveredSubscription(source: Evidence["source"] = "azure"): Evidence {
  return {
    source,
    subscriptionId: SUBSCRIPTION,
    resources: [contact(), budget(), actionGroup(), anomaly(), ...alerts(), ...optional()],
  };
}

function contact(): ArmResource {
  return arm("Microsoft.Security/securityContacts", "default", {
    emails: "soc@fabrikam.example",
    isEnabled: true,
    notificationsByRole: { state: "On", roles: ["Owner"] },
    notificationsSources: [
      { sourceType: "Alert", minimalSeverity: "Medium" },
      { sourceType: "AttackPath", minimalRiskLevel: "High" },
    ],
  });
}

function budget(): ArmResource {
  return arm("Microsoft.Consumption/budgets", "csp-baseline-monthly", {
    amount: 1000,
    category: "Cost",
    timeGrain: "Monthly",
    timePeriod: { startDate: "2026-12-01T00:00:00Z", endDate: "2036-12-01T00:00:00Z" },
    notifications: { first: notification("Actual", 80), second: notification("Forecasted", 100) },
  });
}

function actionGroup(): ArmResource {
  return arm("Microsoft.Insights/actionGroups", "ag-csp-baseline", {
    enabled: true,
    groupShortName: "csp-baseline",
    emailReceivers: [{ name: "noc", emailAddress: "noc@fabrikam.example", status: "Enabled" }],
    webhookReceivers: [{ name: "itsm", serviceUri: "https://hooks.fabrikam.example/azure" }],
  });
}

function anomaly(): ArmResource {
  const properties = {
    status: "Enabled",
    viewId: `${SCOPE}/providers/Microsoft.CostManagement/views/ms:DailyAnomalyByResourceGroup`,
    notification: { to: ["finops@fabrikam.example"], subject: "Cost anomaly" },
    schedule: { frequency: "Daily", startDate: "2026-11-24T03:06:23Z", endDate: "2027-11-24T03:06:23Z" },
  };
  return arm("Microsoft.CostManagement/scheduledActions", "cost-anomaly", properties, {
    kind: "InsightAlert",
  });
}

function alerts(): ArmResource[] {
  const events = any(
    "properties.incidentType",
    "Incident",
    "Maintenance",
    "Informational",
    "ActionRequired",
    "Security",
  );
  return [
    alert("service-health", [equals("category", "ServiceHealth"), events]),
    alert("resource-health", [
      equals("category", "ResourceHealth"),
      any("properties.currentHealthStatus", "Degraded", "Unavailable"),
      any("properties.cause", "PlatformInitiated", "Unknown"),
    ]),
    ...ADMINISTRATIVE_OPERATIONS.map((operation) => {
      const name = operation.toLowerCase().replace(/\W+/g, "-");
      return alert(name, [equals("category", "Administrative"), equals("operationName", operation)]);
    }),
  ];
}

function optional(): ArmResource[] {
  return [
    arm("Microsoft.Insights/diagnosticSettings", "export", {
      workspaceId: WORKSPACE,
      logs: ["Administrative", "Security", "Alert", "Policy"].map((category) => ({
        category,
        enabled: true,
      })),
    }),
    arm("Microsoft.Security/pricings", "VirtualMachines", { pricingTier: "Standard", subPlan: "P2" }),
    ...BUILT_IN_POLICIES.map(({ id }, index) =>
      arm("Microsoft.Authorization/policyAssignments", `csp-baseline-${index}`, {
        policyDefinitionId: `/providers/Microsoft.Authorization/policyDefinitions/${id}`,
        enforcementMode: "Default",
      }),
    ),
  ];
}

/** Returns the evidence with another value at a path of one resource, or without it: `["properties", "amount"]`. */
export function changed(
  evidence: Evidence,
  name: string,
  path: readonly (string | number)[],
  value?: Value,
): Evidence {
  const resources = evidence.resources.map((resource) => {
    if (resource.name !== name) return resource;
    const [member, ...rest] = path;
    if (member === "properties") return { ...resource, properties: put(resource.properties, rest, value) };
    return { ...resource, [String(member)]: value ?? null };
  });
  return { ...evidence, resources };
}

/** Returns the evidence without the resources of a type. */
export function withoutType(evidence: Evidence, type: string): Evidence {
  return { ...evidence, resources: evidence.resources.filter((resource) => !sameName(resource.type, type)) };
}

export function without(evidence: Evidence, name: string): Evidence {
  return { ...evidence, resources: evidence.resources.filter((resource) => resource.name !== name) };
}

export function adding(evidence: Evidence, ...resources: readonly ArmResource[]): Evidence {
  return { ...evidence, resources: [...evidence.resources, ...resources] };
}

function put(root: Value, path: readonly (string | number)[], value: Value | undefined): Value {
  const [key, ...rest] = path;
  if (key === undefined) return value ?? null;
  if (Array.isArray(root)) {
    const items: readonly Value[] = root;
    return items.flatMap((item, index) => {
      if (index !== key) return [item];
      return rest.length === 0 && value === undefined ? [] : [put(item, rest, value)];
    });
  }
  const map = isMap(root) ? root : {};
  const { [key]: old, ...others } = map;
  if (rest.length === 0 && value === undefined) return others;
  return { ...map, [key]: put(old ?? null, rest, value) };
}
