import { isList, isMap, Unknown, type Value } from "../value.ts";
import { attribute, block, joined, mapBlocks, orDefault, renamed } from "./attributes.ts";
import type { Mapper } from "./mapper.ts";

const COMMON = { name: "name", use_common_alert_schema: "useCommonAlertSchema" } as const;

/** Receiver blocks of azurerm, with ARM's name of the list and of each member. */
const RECEIVERS: Readonly<Record<string, readonly [string, Readonly<Record<string, string>>]>> = {
  arm_role_receiver: ["armRoleReceivers", { ...COMMON, role_id: "roleId" }],
  automation_runbook_receiver: [
    "automationRunbookReceivers",
    { ...COMMON, automation_account_id: "automationAccountId", runbook_name: "runbookName" },
  ],
  azure_app_push_receiver: ["azureAppPushReceivers", { name: "name", email_address: "emailAddress" }],
  azure_function_receiver: [
    "azureFunctionReceivers",
    { ...COMMON, function_app_resource_id: "functionAppResourceId", function_name: "functionName" },
  ],
  email_receiver: ["emailReceivers", { ...COMMON, email_address: "emailAddress" }],
  event_hub_receiver: [
    "eventHubReceivers",
    { ...COMMON, event_hub_name: "eventHubName", event_hub_namespace: "eventHubNameSpace" },
  ],
  itsm_receiver: [
    "itsmReceivers",
    { name: "name", workspace_id: "workspaceId", connection_id: "connectionId" },
  ],
  logic_app_receiver: ["logicAppReceivers", { ...COMMON, resource_id: "resourceId" }],
  sms_receiver: ["smsReceivers", { name: "name", country_code: "countryCode", phone_number: "phoneNumber" }],
  voice_receiver: [
    "voiceReceivers",
    { name: "name", country_code: "countryCode", phone_number: "phoneNumber" },
  ],
  webhook_receiver: ["webhookReceivers", { ...COMMON, service_uri: "serviceUri" }],
};

export const monitorActionGroup: Mapper = (values, scope) => {
  const name = attribute(values, "name");
  const receivers = Object.entries(RECEIVERS).map(([blockName, [armName, members]]) => [
    armName,
    mapBlocks(values, blockName, (item) => renamed(item, members)),
  ]);
  return {
    type: "Microsoft.Insights/actionGroups",
    apiVersion: "2023-01-01",
    name,
    id: inGroup(values, scope, "Microsoft.Insights/actionGroups"),
    tags: attribute(values, "tags"),
    location: orDefault(attribute(values, "location"), "global"),
    properties: {
      groupShortName: attribute(values, "short_name"),
      enabled: orDefault(attribute(values, "enabled"), true),
      ...Object.fromEntries(receivers),
    },
  };
};

export const monitorActivityLogAlert: Mapper = (values, scope) => {
  const name = attribute(values, "name");
  return {
    type: "Microsoft.Insights/activityLogAlerts",
    apiVersion: "2020-10-01",
    name,
    id: inGroup(values, scope, "Microsoft.Insights/activityLogAlerts"),
    tags: attribute(values, "tags"),
    location: attribute(values, "location"),
    properties: {
      enabled: orDefault(attribute(values, "enabled"), true),
      description: attribute(values, "description"),
      scopes: attribute(values, "scopes"),
      condition: { allOf: conditions(block(values, "criteria")) },
      actions: {
        actionGroups: mapBlocks(values, "action", (item) =>
          renamed(item, { action_group_id: "actionGroupId" }),
        ),
      },
    },
  };
};

/** Criteria of azurerm with the activity log's field, in the order in which azurerm sends them. */
const FIELDS: readonly (readonly [string, string])[] = [
  ["category", "category"],
  ["caller", "caller"],
  ["operation_name", "operationName"],
  ["resource_provider", "resourceProvider"],
  ["resource_type", "resourceType"],
  ["resource_group", "resourceGroup"],
  ["resource_id", "resourceId"],
  ["sub_status", "subStatus"],
  ["recommendation_category", "properties.recommendationCategory"],
  ["recommendation_impact", "properties.recommendationImpact"],
  ["recommendation_type", "properties.recommendationType"],
  ["level", "level"],
  ["status", "status"],
];

/** Criteria that take a list of alternatives. */
const ALTERNATIVES: readonly (readonly [string, string])[] = [
  ["levels", "level"],
  ["statuses", "status"],
  ["sub_statuses", "subStatus"],
  ["resource_providers", "resourceProvider"],
  ["resource_types", "resourceType"],
  ["resource_groups", "resourceGroup"],
  ["resource_ids", "resourceId"],
];

function conditions(criteria: Value): Value {
  if (criteria instanceof Unknown) return criteria;
  const serviceHealth = block(criteria, "service_health");
  const resourceHealth = block(criteria, "resource_health");
  return [
    ...FIELDS.flatMap(([name, field]) => leaf(field, attribute(criteria, name))),
    ...ALTERNATIVES.flatMap(([name, field]) => alternatives(field, attribute(criteria, name))),
    ...alternatives("properties.incidentType", attribute(serviceHealth, "events")),
    ...contained(
      "properties.impactedServices[*].ImpactedRegions[*].RegionName",
      attribute(serviceHealth, "locations"),
    ),
    ...contained("properties.impactedServices[*].ServiceName", attribute(serviceHealth, "services")),
    ...alternatives("properties.currentHealthStatus", attribute(resourceHealth, "current")),
    ...alternatives("properties.previousHealthStatus", attribute(resourceHealth, "previous")),
    ...alternatives("properties.cause", attribute(resourceHealth, "reason")),
  ];
}

function leaf(field: string, value: Value): Value[] {
  return value === null || value === "" ? [] : [{ field, equals: value }];
}

function alternatives(field: string, values: Value): Value[] {
  if (values instanceof Unknown) return [values];
  if (!isList(values) || values.length === 0) return [];
  return [{ anyOf: values.map((value) => ({ field, equals: value })) }];
}

function contained(field: string, values: Value): Value[] {
  if (values instanceof Unknown) return [values];
  return isList(values) && values.length > 0 ? [{ field, containsAny: values }] : [];
}

export const monitorDiagnosticSetting: Mapper = (values) => {
  const name = attribute(values, "name");
  return {
    type: "Microsoft.Insights/diagnosticSettings",
    apiVersion: "2021-05-01-preview",
    name,
    id: joined(
      attribute(values, "target_resource_id"),
      "/providers/Microsoft.Insights/diagnosticSettings/",
      name,
    ),
    properties: exportOf(values),
  };
};

/** Of the provider's tenant, whichever its subscription. */
export const monitorAadDiagnosticSetting: Mapper = (values) => {
  const name = attribute(values, "name");
  return {
    type: "Microsoft.AADIAM/diagnosticSettings",
    apiVersion: "2017-04-01",
    name,
    id: joined("/providers/Microsoft.AADIAM/diagnosticSettings/", name),
    properties: exportOf(values),
  };
};

function exportOf(values: Value): Value {
  return {
    ...withoutNulls(
      renamed(values, {
        log_analytics_workspace_id: "workspaceId",
        storage_account_id: "storageAccountId",
        eventhub_authorization_rule_id: "eventHubAuthorizationRuleId",
        eventhub_name: "eventHubName",
      }),
    ),
    logs: logsOf(values),
  };
}

/** azurerm before 4.0 has `log` blocks with a switch as well; one that it only reads repeats the others. */
function logsOf(values: Value): Value {
  const named = { category: "category", category_group: "categoryGroup" };
  const enabled = mapBlocks(values, "enabled_log", (item) => ({
    enabled: true,
    ...withoutNulls(renamed(item, named)),
  }));
  const older = mapBlocks(values, "log", (item) => ({
    enabled: orDefault(attribute(item, "enabled"), true),
    ...withoutNulls(renamed(item, named)),
  }));
  if (!isList(enabled)) return enabled;
  // Azure's own names for what the configuration leaves out are unknown until the apply: they take nothing away.
  return isList(older) ? [...enabled, ...older] : enabled.length > 0 ? enabled : older;
}

function withoutNulls(value: Value): Readonly<Record<string, Value>> {
  return isMap(value) ? value : {};
}

/** The ARM id of a resource in a resource group. */
function inGroup(values: Value, scope: Value, type: string): Value {
  const group = attribute(values, "resource_group_name");
  return joined(scope, "/resourceGroups/", group, `/providers/${type}/`, attribute(values, "name"));
}
