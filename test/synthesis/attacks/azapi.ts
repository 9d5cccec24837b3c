import { type Attack, add, declared, OWN, set } from "../support/edits.ts";

const of = (address: string) => declared(address, "azapi");
const ALERT = of("azurerm_monitor_activity_log_alert.service_health");
const GROUP = of("azurerm_monitor_action_group.action_group");
const BUDGET = of("azurerm_consumption_budget_subscription.budget");
const ANOMALY = of("azurerm_cost_anomaly_alert.cost_anomaly");
const CONTACT = "azapi_resource.security_contact";
const IN_GROUP = `${OWN}/resourceGroups/rg-csp-baseline/providers`;

/** A member of the properties that a body has. */
const property =
  (address: string, name: string, value: unknown): Attack[2] =>
  (json) => {
    const [type = "", resource = ""] = address.split(".");
    json["resource"][type][resource].body.properties[name] = value;
  };

/** Attacks on a stack whose resources are all declared by azapi. */
export const ON_AZAPI: readonly Attack[] = [
  ["a body that is off", "the alert is off", property(ALERT, "enabled", false), "service-health-alert fail"],
  [
    "a body that is off, in another case",
    "the alert is off",
    property(ALERT, "Enabled", false),
    "Enabled is declared twice with different case",
  ],
  [
    "a property that is not supported",
    "anything",
    property(ALERT, "suppressed", true),
    "suppressed is not supported",
  ],
  [
    "sensitive_body",
    "the alert is off",
    set(ALERT, { sensitive_body: { properties: { enabled: false } } }),
    "sensitive_body is not supported",
  ],
  [
    "ignore_body_changes",
    "what was there stays",
    set(BUDGET, { ignore_body_changes: ["properties.filter"] }),
    "ignore_body_changes is not supported",
  ],
  [
    "ignore_changes of the body",
    "what was there stays",
    set(ALERT, { lifecycle: { ignore_changes: ["body"] } }),
    "lifecycle.ignore_changes is not supported",
  ],
  [
    "ignore_other_items_in_list",
    "an alert that is adopted keeps its filter",
    set(ALERT, { ignore_other_items_in_list: ["properties.condition.allOf"] }),
    "ignore_other_items_in_list leaves items",
  ],
  [
    "list_unique_id_property",
    "an alert that is adopted keeps its filter",
    set(ALERT, { list_unique_id_property: { "properties.condition.allOf": "field" } }),
    "list_unique_id_property compares items",
  ],
  [
    "ignore_missing_property",
    "a budget that is adopted keeps what is missing in it",
    set(BUDGET, { ignore_missing_property: true }),
    "ignore_missing_property has to be false",
  ],
  [
    "ignore_missing_property left out",
    "a contact that is adopted keeps its emptied addresses",
    set(CONTACT, { ignore_missing_property: undefined }),
    "ignore_missing_property has to be false",
  ],
  [
    "an older API version",
    "Azure ignores what it does not know",
    set(BUDGET, { type: "Microsoft.Consumption/budgets@2018-01-31" }),
    "is older than the known properties of the body",
  ],
  [
    "another type",
    "the alert is none",
    set(ALERT, { type: "Microsoft.Insights/scheduledQueryRules@2023-12-01" }),
    "service-health-alert fail",
  ],
  ["a body as text that Terraform knows", "anything", set(BUDGET, { body: "${var.body}" }), "budget"],
  [
    "a query",
    "another request",
    set(GROUP, { create_query_parameters: { force: ["true"] } }),
    "create_query_parameters is not supported",
  ],
  [
    "a header",
    "another request",
    set(GROUP, { update_headers: { "If-None-Match": "*" } }),
    "update_headers is not supported",
  ],
  [
    "a parent that is another subscription",
    "the budget is elsewhere",
    set(BUDGET, { parent_id: "/subscriptions/99999999-9999-9999-9999-999999999999" }),
    "is in another subscription",
  ],
  ["count of none", "the anomaly alert is not there", set(ANOMALY, { count: 0 }), "cost-anomaly-alert fail"],
  [
    "an update",
    "the alert is off",
    add("azapi_update_resource.x", {
      type: "Microsoft.Insights/activityLogAlerts@2020-10-01",
      resource_id: `\${${ALERT}.id}`,
      body: { properties: { enabled: false } },
    }),
    "writes the resource that",
  ],
  [
    "an update by parent and name",
    "the group is off",
    add("azapi_update_resource.x", {
      type: "microsoft.insights/ACTIONGROUPS@2023-01-01",
      parent_id: `${OWN}/resourceGroups/RG-CSP-BASELINE`,
      name: "AG-csp-baseline",
      body: { properties: { enabled: false } },
    }),
    "writes the resource that",
  ],
  [
    "a second resource of the same id",
    "the last writer wins",
    add("azapi_resource.x", {
      type: "Microsoft.Consumption/budgets@2024-08-01",
      name: "CSP-baseline-monthly",
      parent_id: OWN,
      body: { properties: {} },
    }),
    "writes the resource that",
  ],
  [
    "the same resource by azurerm",
    "the last writer wins",
    add("azurerm_consumption_budget_subscription.x", {
      name: "csp-baseline-monthly",
      subscription_id: OWN,
      amount: 1,
    }),
    "writes the resource that",
  ],
  [
    "DELETE of the budget",
    "the budget is gone",
    add("azapi_resource_action.x", {
      type: "Microsoft.Consumption/budgets@2024-08-01",
      resource_id: `\${${BUDGET}.id}`,
      method: "DELETE",
    }),
    "baseline's type",
  ],
  [
    "DELETE of the resource group by a reference",
    "all alerts are gone",
    add("azapi_resource_action.x", {
      type: "Microsoft.Resources/resourceGroups@2025-04-01",
      resource_id: "${azapi_resource.resource_group.id}",
      method: "DELETE",
    }),
    "which affects all resources in it",
  ],
  [
    "a data plane resource whose host is ARM",
    "the alert is off",
    add("azapi_data_plane_resource.x", {
      type: "Microsoft.AppConfiguration/configurationStores/keyValues@1.0",
      parent_id: `management.azure.com${IN_GROUP}/Microsoft.Insights/activityLogAlerts`,
      name: "x",
    }),
    "through the data plane",
  ],
  [
    "a data plane resource whose host has a port and another case",
    "the alert is off",
    add("azapi_data_plane_resource.x", {
      type: "Microsoft.AppConfiguration/configurationStores/keyValues@1.0",
      parent_id: "MANAGEMENT.azure.com:443/x",
      name: "x",
    }),
    "through the data plane",
  ],
];
