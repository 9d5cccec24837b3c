import type { ResourceMapper } from "../resource-mapper.ts";
import { sameName } from "../value.ts";

/** A type of resource that controls judge, and its API. */
export interface JudgedType {
  /** In Azure's own casing: `Microsoft.Insights/actionGroups`. */
  readonly type: string;
  /** The version of the REST API to read. */
  readonly apiVersion: string;
  /** The table of Azure Resource Graph that has the type. @default - none */
  readonly graphTable?: "resources" | "securityresources" | "policyresources";
  /** An OData filter for its list. */
  readonly filter?: string;
  /**
   * Properties of which every answer of Azure has at least one: a flattened resource without them lacks its properties.
   */
  readonly hallmarks?: readonly string[];
  /** Whether exports without the type prove that there is none: the type is rare, and few users export it. */
  readonly rare?: boolean;
}

/**
 * The types that controls judge. Resource Graph has no security contacts, budgets, scheduled actions or diagnostic
 * settings of subscriptions.
 *
 * Source: https://learn.microsoft.com/azure/governance/resource-graph/reference/supported-tables-resources
 */
export const JUDGED_TYPES: readonly JudgedType[] = [
  {
    type: "Microsoft.Security/securityContacts",
    apiVersion: "2023-12-01-preview",
    hallmarks: ["emails", "email", "notificationsSources", "alertNotifications", "isEnabled"],
  },
  { type: "Microsoft.Consumption/budgets", apiVersion: "2023-05-01", hallmarks: ["notifications"] },
  {
    type: "Microsoft.CostManagement/scheduledActions",
    apiVersion: "2023-08-01",
    hallmarks: ["schedule", "viewId", "status"],
  },
  {
    type: "Microsoft.Insights/actionGroups",
    apiVersion: "2023-01-01",
    hallmarks: ["emailReceivers", "webhookReceivers", "smsReceivers"],
    graphTable: "resources",
  },
  {
    type: "Microsoft.Insights/activityLogAlerts",
    apiVersion: "2020-10-01",
    hallmarks: ["scopes", "condition"],
    graphTable: "resources",
  },
  {
    // These remove and add action groups of the alerts above.
    type: "Microsoft.AlertsManagement/actionRules",
    apiVersion: "2021-08-08",
    hallmarks: ["scopes"],
    graphTable: "resources",
    rare: true,
  },
  {
    type: "Microsoft.Insights/diagnosticSettings",
    apiVersion: "2021-05-01-preview",
    hallmarks: ["logs", "workspaceId", "storageAccountId"],
  },
  {
    type: "Microsoft.Security/pricings",
    apiVersion: "2023-01-01",
    hallmarks: ["pricingTier"],
    graphTable: "securityresources",
  },
  {
    type: "Microsoft.Authorization/policyAssignments",
    apiVersion: "2022-06-01",
    hallmarks: ["policyDefinitionId"],
    graphTable: "policyresources",
    // Without the filter, the list also has the assignments above the subscription.
    filter: "atExactScope()",
  },
];

let custom: readonly ResourceMapper[] = [];

/** Sets the types of the app and replaces those set before. The caller validates them. */
export function useArmTypes(mappers: readonly ResourceMapper[]): void {
  custom = mappers;
  canonical = new Map([...JUDGED_TYPES, ...custom].map(({ type }) => [type.toLowerCase(), type]));
}

/** Reports whether the app defines this type. */
export function isCustomType(type: string): boolean {
  return custom.some((mapper) => sameName(mapper.type, type));
}

/** Returns all types that controls of this process judge: the built-in ones and those of the app. */
export function judgedTypes(): readonly Pick<JudgedType, "type" | "rare">[] {
  return custom.length === 0 ? JUDGED_TYPES : [...JUDGED_TYPES, ...custom];
}

/** Returns the types of the app that Azure can list. */
export function customArmTypes(): readonly JudgedType[] {
  return custom.flatMap(({ azure, type }) => (azure === undefined ? [] : [{ type, ...azure }]));
}

/** Returns the types for which the app defines no list in Azure. */
export function customTypesOutOfSight(): readonly string[] {
  return custom.flatMap(({ azure, type }) => (azure === undefined ? [type] : []));
}

export const RESOURCE_GROUPS = "Microsoft.Resources/resourceGroups";
export const SUBSCRIPTIONS = "Microsoft.Resources/subscriptions";

/** The types of a subscription itself in sources: ARM, Resource Graph and PSRule's export. */
const SUBSCRIPTION_TYPES = ["microsoft.resources/subscriptions", "microsoft.subscription"];
const GROUP_TYPES = [
  "microsoft.resources/resourcegroups",
  "microsoft.resources/subscriptions/resourcegroups",
];

let canonical = new Map(JUDGED_TYPES.map(({ type }) => [type.toLowerCase(), type]));

/** Returns the type in Azure's own casing if a control judges it; otherwise unchanged. */
export function canonicalType(type: string): string {
  const known = canonical.get(type);
  if (known !== undefined) return known;
  const lower = type.toLowerCase();
  if (GROUP_TYPES.includes(lower)) return RESOURCE_GROUPS;
  if (SUBSCRIPTION_TYPES.includes(lower)) return SUBSCRIPTIONS;
  // Answers of 2020 and Microsoft's samples have `Microsoft.Security/securityContact`.
  return canonical.get(lower) ?? canonical.get(`${lower}s`) ?? type;
}

const hallmarks = new Map(JUDGED_TYPES.map((one) => [one.type, one.hallmarks]));

/** Returns {@link JudgedType.hallmarks}; undefined for a type without known ones. */
export function hallmarksOf(type: string): readonly string[] | undefined {
  return hallmarks.get(type);
}

/** Reports whether Azure Resource Graph has the type: one query then returns it for all subscriptions. */
export function isInGraph(type: string): boolean {
  return !JUDGED_TYPES.some((judged) => judged.type === type && judged.graphTable === undefined);
}

export function isJudged(type: string): boolean {
  return canonical.has(type.toLowerCase());
}

/** Returns the permission that reading a type needs: `Microsoft.Security/securityContacts/read`. */
export function permissionToRead(type: string): string {
  return `${judgedTypes().find((judged) => sameName(judged.type, type))?.type ?? type}/read`;
}
