import { isList, isMap, Unknown, type Value } from "../value.ts";
import { attribute, block, joined, mapBlocks, orDefault, renamed } from "./attributes.ts";
import type { Mapper } from "./mapper.ts";

const COMMON = { name: "name", use_common_alert_schema: "useCommonAlertSchema" } as const;

/** Receiver blocks of azurerm, with ARM's name of the list and of each member. */
const RECEIVERS: Readonly<Record<string, readonly [string, Readonly<Record<string, string>>]>> = {
  arm_role_receiver: ["armRoleReceivers", { ...COMMON, role_id: "roleId" }],
  automation_runbook_receiver: [
    "automationRunbookReceivers",
    {
      ...COMMON,
      automation_account_id: "automationAccountId",
      runbook_name: "runbookName",
      webhook_resource_id: "webhookResourceId",
      is_global_runbook: "isGlobalRunbook",
      service_uri: "serviceUri",
    },
  ],
  azure_app_push_receiver: ["azureAppPushReceivers", { name: "name", email_address: "emailAddress" }],
  azure_function_receiver: [
    "azureFunctionReceivers",
    {
      ...COMMON,
      function_app_resource_id: "functionAppResourceId",
      function_name: "functionName",
      http_trigger_url: "httpTriggerUrl",
    },
  ],
  email_receiver: ["emailReceivers", { ...COMMON, email_address: "emailAddress" }],
  event_hub_receiver: [
    "eventHubReceivers",
    {
      ...COMMON,
      event_hub_name: "eventHubName",
      event_hub_namespace: "eventHubNameSpace",
      subscription_id: "subscriptionId",
      tenant_id: "tenantId",
    },
  ],
  itsm_receiver: [
    "itsmReceivers",
    {
      name: "name",
      workspace_id: "workspaceId",
      connection_id: "connectionId",
      ticket_configuration: "ticketConfiguration",
      region: "region",
    },
  ],
  logic_app_receiver: [
    "logicAppReceivers",
    { ...COMMON, resource_id: "resourceId", callback_url: "callbackUrl" },
  ],
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
    mapBlocks(values, blockName, (item) => withEntraAuth(item, renamed(item, members))),
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

/** azurerm has a block for what ARM has in the webhook itself. */
function withEntraAuth(item: Value, receiver: Value): Value {
  const auth = block(item, "aad_auth");
  if (auth === null || !isMap(receiver)) return receiver;
  if (auth instanceof Unknown) return auth;
  const members = { object_id: "objectId", identifier_uri: "identifierUri", tenant_id: "tenantId" };
  return { ...receiver, useAadAuth: true, ...withoutNulls(renamed(auth, members)) };
}

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

/**
 * Criteria of azurerm, each with the activity log's field, in the order in which azurerm sends them: the argument for
 * one value, and the argument for alternatives.
 */
const FIELDS: readonly (readonly [field: string, one: string, several?: string])[] = [
  ["category", "category"],
  ["operationName", "operation_name"],
  ["caller", "caller"],
  ["level", "level", "levels"],
  ["resourceProvider", "resource_provider", "resource_providers"],
  ["resourceType", "resource_type", "resource_types"],
  ["resourceGroup", "resource_group", "resource_groups"],
  ["resourceId", "resource_id", "resource_ids"],
  ["status", "status", "statuses"],
  ["subStatus", "sub_status", "sub_statuses"],
  ["properties.recommendationType", "recommendation_type"],
  ["properties.recommendationCategory", "recommendation_category"],
  ["properties.recommendationImpact", "recommendation_impact"],
];

function conditions(criteria: Value): Value {
  if (criteria instanceof Unknown) return criteria;
  const serviceHealth = block(criteria, "service_health");
  const resourceHealth = block(criteria, "resource_health");
  return [
    ...FIELDS.flatMap(([field, one, several]) => [
      ...leaf(field, attribute(criteria, one)),
      ...(several === undefined ? [] : alternatives(field, attribute(criteria, several))),
    ]),
    ...alternatives("properties.currentHealthStatus", attribute(resourceHealth, "current")),
    ...alternatives("properties.previousHealthStatus", attribute(resourceHealth, "previous")),
    ...alternatives("properties.cause", attribute(resourceHealth, "reason")),
    ...contained(
      "properties.impactedServices[*].ImpactedRegions[*].RegionName",
      attribute(serviceHealth, "locations"),
    ),
    ...alternatives("properties.incidentType", attribute(serviceHealth, "events")),
    ...contained("properties.impactedServices[*].ServiceName", attribute(serviceHealth, "services")),
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

/** Maps the setting of the provider's tenant, independent of its subscription. */
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
        partner_solution_id: "marketplacePartnerId",
      }),
    ),
    logs: logsOf(values),
  };
}

/** Reads `log` blocks of azurerm before 4.0, which have a switch; a computed one repeats the others. */
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
  // Names that Azure adds for undeclared logs are unknown until the apply and remove nothing.
  return isList(older) ? [...enabled, ...older] : enabled.length > 0 ? enabled : older;
}

function withoutNulls(value: Value): Readonly<Record<string, Value>> {
  return isMap(value) ? value : {};
}

/** Returns the ARM id of a resource in a resource group. */
function inGroup(values: Value, scope: Value, type: string): Value {
  const group = attribute(values, "resource_group_name");
  return joined(scope, "/resourceGroups/", group, `/providers/${type}/`, attribute(values, "name"));
}
