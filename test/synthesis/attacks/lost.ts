import {
  ALERT,
  ANOMALY,
  type Attack,
  add,
  at,
  BUDGET,
  CONTACT,
  type Edit,
  GROUP,
  OWN,
  set,
} from "../support/edits.ts";

const NSG = "azurerm_monitor_activity_log_alert.activity_network_network_security_groups_write";
/** A rule that mutes the matches of a filter on targets, on the whole subscription. */
const muting = (field: string, operator: string, value: string) =>
  add("azurerm_monitor_alert_processing_rule_suppression.x", {
    ...MUTE,
    condition: { [field]: { operator, values: [value] } },
  });
const operation =
  (change: (text: string) => string): Edit =>
  (json) => {
    const { criteria } = at(json, NSG);
    criteria.operation_name = change(criteria.operation_name);
  };
/** The app's own alerts, as azapi: the condition replaces the one of the Service Health alert. */
const conditions =
  (condition: object): Edit =>
  (json) => {
    const { action, name } = at(json, ALERT);
    delete json["resource"]["azurerm_monitor_activity_log_alert"].service_health;
    json["import"] = [];
    add("azapi_resource.own", {
      type: "Microsoft.Insights/activityLogAlerts@2020-10-01",
      name,
      parent_id: `${OWN}/resourceGroups/rg-csp-baseline`,
      body: {
        properties: {
          scopes: [OWN],
          condition: { allOf: [condition] },
          actions: { actionGroups: [{ actionGroupId: action[0].action_group_id }] },
        },
      },
    })(json);
  };
const anomaly =
  (members: object): Edit =>
  (json) => {
    const { display_name, email_addresses, name } = at(json, ANOMALY);
    delete json["resource"]["azurerm_cost_anomaly_alert"];
    json["import"] = [];
    add("azapi_resource.own", {
      type: "Microsoft.CostManagement/scheduledActions@2023-08-01",
      name,
      parent_id: OWN,
      body: {
        kind: "InsightAlert",
        properties: {
          displayName: display_name,
          status: "Enabled",
          viewId: `${OWN}/providers/Microsoft.CostManagement/views/ms:DailyAnomalyByResourceGroup`,
          notification: { to: email_addresses },
          schedule: { frequency: "Daily" },
          ...members,
        },
      },
    })(json);
  };
const MUTE = { name: "mute", resource_group_name: "rg", scopes: [OWN] };

/** A baseline that is missing, switched off or weakened. */
export const LOST: readonly Attack[] = [
  [
    "no addresses",
    "no one is notified",
    set(CONTACT, { body: { properties: { emails: "" } } }),
    "security-contact fail",
  ],
  ["another name", "Azure refuses it", set(CONTACT, { name: "contact" }), "security-contact fail"],
  ["count = 0", "there is no contact", set(CONTACT, { count: 0 }), "security-contact fail"],
  ["count as text", "there is no contact", set(CONTACT, { count: "0" }), "security-contact fail"],
  [
    "count by an expression",
    "there may be none",
    set(CONTACT, { count: "${var.wanted ? 1 : 0}" }),
    "security-contact unknown",
  ],
  [
    "for_each by an expression",
    "there may be none",
    set(CONTACT, { for_each: "${var.wanted}" }),
    "security-contact unknown",
  ],
  [
    "OpenTofu's lifecycle.enabled",
    "there is no contact",
    set(CONTACT, { lifecycle: { enabled: false } }),
    "security-contact unknown",
  ],
  [
    "an address by an expression",
    "possibly no one is notified",
    set(GROUP, { email_receiver: "${var.noc}" }),
    "action-group unknown",
  ],
  ["the alert off", "it does not fire", set(ALERT, { enabled: false }), "service-health-alert fail"],
  [
    "the alert off, as the text 0",
    "it does not fire",
    set(ALERT, { enabled: "0" }),
    "service-health-alert fail",
  ],
  [
    "the group off, as the text false",
    "no alert arrives",
    set(GROUP, { enabled: "false" }),
    "action-group fail",
  ],
  [
    "the group on, as a text that Terraform rejects",
    "the deployment fails",
    set(GROUP, { enabled: "yes" }),
    "enabled is neither true nor false",
  ],
  [
    "an alert for one region",
    "other regions' events are lost",
    (json) => Object.assign(at(json, ALERT)["criteria"]["service_health"], { locations: ["West Europe"] }),
    "service-health-alert fail",
  ],
  ["an alert without action", "it notifies no one", set(ALERT, { action: [] }), "service-health-alert fail"],
  ["a group without receivers", "no alert arrives", set(GROUP, { email_receiver: [] }), "action-group fail"],
  ["a budget of nothing", "Azure refuses it", set(BUDGET, { amount: "0" }), "budget fail"],
  ["a yearly budget", "a month's cost is lost in it", set(BUDGET, { time_grain: "Annually" }), "budget fail"],
  [
    "an alert processing rule on the subscription",
    "all its alerts are muted",
    add("azurerm_monitor_alert_processing_rule_suppression.x", MUTE),
    "activity-log-alerts fail",
  ],
  [
    "the same as azapi_resource",
    "all its alerts are muted",
    add("azapi_resource.x", {
      type: "Microsoft.AlertsManagement/actionRules@2021-08-08",
      name: "mute",
      parent_id: `${OWN}/resourceGroups/rg`,
      body: {
        properties: { scopes: [OWN], enabled: true, actions: [{ actionType: "RemoveAllActionGroups" }] },
      },
    }),
    "resource-health-alert fail",
  ],
  [
    "an alert processing rule that for_each makes",
    "alerts may be muted",
    add("azurerm_monitor_alert_processing_rule_suppression.x", { ...MUTE, for_each: { a: 1, b: 2 } }),
    "activity-log-alerts unknown",
  ],
  [
    "an update of an alert processing rule",
    "alerts may be muted",
    add("azapi_update_resource.x", {
      type: "Microsoft.AlertsManagement/actionRules@2021-08-08",
      resource_id: `${OWN}/resourceGroups/rg/providers/Microsoft.AlertsManagement/actionRules/theirs`,
      body: { properties: { scopes: [OWN] } },
    }),
    "activity-log-alerts unknown",
  ],
  [
    "a muting rule on types of a part that all have",
    "all its alerts are muted",
    muting("target_resource_type", "Contains", "microsoft."),
    "activity-log-alerts fail",
  ],
  [
    "a muting rule on ids of a part that all have",
    "all its alerts are muted",
    muting("target_resource", "Contains", "/subscriptions/"),
    "resource-health-alert fail",
  ],
  [
    "a muting rule on groups of a part that all have",
    "all its alerts are muted",
    muting("target_resource_group", "Contains", "/"),
    "resource-health-alert fail",
  ],
  [
    "a muting rule on the subscription as a resource",
    "alerts may be muted",
    muting("target_resource", "Equals", OWN),
    "activity-log-alerts unknown",
  ],
  [
    "a muting rule whose scope has another slash",
    "all its alerts are muted",
    add("azurerm_monitor_alert_processing_rule_suppression.x", { ...MUTE, scopes: [`/${OWN}/`] }),
    "activity-log-alerts fail",
  ],
  [
    "white space after an operation",
    "Azure has no operation of that name",
    operation((text) => `${text} `),
    "activity-log-alerts fail",
  ],
  [
    "a character that only looks like a letter",
    "Azure has no operation of that name",
    operation((text) => text.replace("Network/", "Networ\u212a/")),
    "activity-log-alerts fail",
  ],
  [
    "white space after an address",
    "no mail arrives",
    (json) => {
      at(json, GROUP)["email_receiver"][0].email_address += " ";
    },
    "action-group fail",
  ],
  [
    "a category with white space",
    "the alert never fires",
    conditions({ field: "category", equals: "ServiceHealth " }),
    "service-health-alert fail",
  ],
  [
    "a condition beside an anyOf",
    "it narrows the alert",
    conditions({
      field: "level",
      equals: "Critical",
      anyOf: [{ field: "category", equals: "ServiceHealth" }],
    }),
    "service-health-alert fail",
  ],
  [
    "two comparisons in one condition",
    "Azure takes one of them",
    conditions({ field: "category", equals: "ServiceHealth", containsAny: ["Policy"] }),
    "service-health-alert fail",
  ],
  [
    "an anomaly alert that starts in years",
    "nothing is noticed until then",
    anomaly({ schedule: { frequency: "Daily", startDate: "2099-01-01T00:00:00Z" } }),
    "cost-anomaly-alert fail: it starts on 2099-01-01",
  ],
  [
    "an anomaly alert of a resource group",
    "the rest is not watched",
    anomaly({ scope: `${OWN}/resourceGroups/rg` }),
    "cost-anomaly-alert fail: its scope is",
  ],
];
