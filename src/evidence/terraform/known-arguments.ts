import { ACTION_RULE_ARGUMENTS, ALERT_PROCESSING_ARGUMENTS } from "./alert-processing.ts";
import { many, one, type Shape } from "./shape.ts";

const TIMEOUTS = one({ create: "any", read: "any", update: "any", delete: "any" });

const DESTINATION = {
  log_analytics_workspace_id: "text",
  storage_account_id: "text",
  eventhub_authorization_rule_id: "text",
  eventhub_name: "text",
} as const;
/** Does not delete logs: it sets the retention in a storage account. */
const RETENTION = one({ enabled: "flag", days: "number" });

/**
 * The supported arguments of the Terraform resources that evidence uses. Others, such as a `dynamic` block, are not
 * supported. The mapper of a type reads every argument that affects a control.
 *
 * Source: the schema of azurerm 4.55.0.
 */
export const KNOWN_ARGUMENTS: Readonly<Record<string, Shape>> = {
  ...ACTION_RULE_ARGUMENTS,
  ...ALERT_PROCESSING_ARGUMENTS,
  azurerm_consumption_budget_subscription: {
    name: "text",
    subscription_id: "text",
    amount: "number",
    time_grain: "text",
    time_period: one({ start_date: "text", end_date: "text" }),
    filter: one({
      dimension: many({ name: "text", operator: "text", values: "texts" }),
      tag: many({ name: "text", operator: "text", values: "texts" }),
    }),
    notification: many({
      enabled: "flag",
      operator: "text",
      threshold: "number",
      threshold_type: "text",
      contact_emails: "texts",
      contact_groups: "texts",
      contact_roles: "texts",
    }),
    timeouts: TIMEOUTS,
  },
  azurerm_cost_anomaly_alert: {
    name: "text",
    display_name: "text",
    subscription_id: "text",
    email_addresses: "texts",
    email_subject: "text",
    message: "text",
    notification_email: "text",
    timeouts: TIMEOUTS,
  },
  azurerm_monitor_aad_diagnostic_setting: {
    name: "text",
    ...DESTINATION,
    enabled_log: many({ category: "text", retention_policy: RETENTION }),
    timeouts: TIMEOUTS,
  },
  azurerm_monitor_action_group: {
    name: "text",
    resource_group_name: "text",
    short_name: "text",
    location: "text",
    enabled: "flag",
    tags: "any",
    arm_role_receiver: many({ name: "text", role_id: "text", use_common_alert_schema: "flag" }),
    automation_runbook_receiver: many({
      name: "text",
      automation_account_id: "text",
      runbook_name: "text",
      webhook_resource_id: "text",
      is_global_runbook: "flag",
      service_uri: "text",
      use_common_alert_schema: "flag",
    }),
    azure_app_push_receiver: many({ name: "text", email_address: "text" }),
    azure_function_receiver: many({
      name: "text",
      function_app_resource_id: "text",
      function_name: "text",
      http_trigger_url: "text",
      use_common_alert_schema: "flag",
    }),
    email_receiver: many({ name: "text", email_address: "text", use_common_alert_schema: "flag" }),
    event_hub_receiver: many({
      name: "text",
      event_hub_name: "text",
      event_hub_namespace: "text",
      subscription_id: "text",
      tenant_id: "text",
      use_common_alert_schema: "flag",
    }),
    itsm_receiver: many({
      name: "text",
      workspace_id: "text",
      connection_id: "text",
      ticket_configuration: "text",
      region: "text",
    }),
    logic_app_receiver: many({
      name: "text",
      resource_id: "text",
      callback_url: "text",
      use_common_alert_schema: "flag",
    }),
    sms_receiver: many({ name: "text", country_code: "text", phone_number: "text" }),
    voice_receiver: many({ name: "text", country_code: "text", phone_number: "text" }),
    webhook_receiver: many({
      name: "text",
      service_uri: "text",
      use_common_alert_schema: "flag",
      aad_auth: one({ object_id: "text", identifier_uri: "text", tenant_id: "text" }),
    }),
    timeouts: TIMEOUTS,
  },
  azurerm_monitor_activity_log_alert: {
    name: "text",
    resource_group_name: "text",
    location: "text",
    scopes: "texts",
    enabled: "flag",
    description: "any",
    tags: "any",
    action: many({ action_group_id: "text", webhook_properties: "any" }),
    criteria: one({
      category: "text",
      caller: "text",
      operation_name: "text",
      resource_provider: "text",
      resource_providers: "texts",
      resource_type: "text",
      resource_types: "texts",
      resource_group: "text",
      resource_groups: "texts",
      resource_id: "text",
      resource_ids: "texts",
      sub_status: "text",
      sub_statuses: "texts",
      recommendation_category: "text",
      recommendation_impact: "text",
      recommendation_type: "text",
      level: "text",
      levels: "texts",
      status: "text",
      statuses: "texts",
      service_health: one({ events: "texts", locations: "texts", services: "texts" }),
      resource_health: one({ current: "texts", previous: "texts", reason: "texts" }),
    }),
    timeouts: TIMEOUTS,
  },
  azurerm_monitor_diagnostic_setting: {
    name: "text",
    target_resource_id: "text",
    ...DESTINATION,
    log_analytics_destination_type: "any",
    partner_solution_id: "text",
    enabled_log: many({ category: "text", category_group: "text", retention_policy: RETENTION }),
    enabled_metric: many({ category: "text" }),
    metric: many({ category: "text", enabled: "flag", retention_policy: RETENTION }),
    timeouts: TIMEOUTS,
  },
  azurerm_resource_group: {
    name: "text",
    location: "text",
    managed_by: "any",
    tags: "any",
    timeouts: TIMEOUTS,
  },
  azurerm_security_center_contact: {
    name: "text",
    email: "text",
    phone: "text",
    alert_notifications: "flag",
    alerts_to_admins: "flag",
    timeouts: TIMEOUTS,
  },
  azurerm_security_center_subscription_pricing: {
    resource_type: "text",
    tier: "text",
    subplan: "text",
    extension: many({ name: "text", additional_extension_properties: "any" }),
    timeouts: TIMEOUTS,
  },
  // Excludes `overrides` and `resource_selectors`, which restrict the assignment.
  azurerm_subscription_policy_assignment: {
    name: "text",
    subscription_id: "text",
    policy_definition_id: "text",
    display_name: "any",
    description: "any",
    location: "any",
    metadata: "any",
    enforce: "flag",
    not_scopes: "texts",
    parameters: "text",
    identity: one({ type: "text", identity_ids: "texts" }),
    non_compliance_message: many({ content: "any", policy_definition_reference_id: "any" }),
    timeouts: TIMEOUTS,
  },
  /*
   * Of azapi 2.12.0 what sends the body as it stands, or changes nothing that is sent. Not `sensitive_body`, which is
   * merged over the body; not `ignore_body_changes`; no headers and no query.
   */
  azapi_resource: {
    type: "text",
    name: "text",
    parent_id: "text",
    body: "any",
    location: "text",
    tags: "any",
    identity: one({ type: "text", identity_ids: "texts" }),
    ignore_casing: "flag",
    ignore_missing_property: "flag",
    ignore_other_items_in_list: "texts",
    list_unique_id_property: "any",
    schema_validation_enabled: "flag",
    response_export_values: "any",
    locks: "any",
    retry: "any",
    timeouts: TIMEOUTS,
  },
};

/** Arguments that `ignore_changes` may name: no control reads them. */
export const IGNORED_WITHOUT_HARM: readonly string[] = ["description", "tags"];
