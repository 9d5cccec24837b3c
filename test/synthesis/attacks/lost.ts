import { ALERT, type Attack, add, at, BUDGET, CONTACT, GROUP, OWN, set } from "../support/edits.ts";

const MUTE = { name: "mute", resource_group_name: "rg", scopes: [OWN] };

/** A baseline that is missing, switched off or weakened. */
export const LOST: readonly Attack[] = [
  [
    "no addresses",
    "nobody is warned",
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
    "nobody may be warned",
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
    "the group on, as no text that Terraform takes",
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
  ["an alert without action", "it tells nobody", set(ALERT, { action: [] }), "service-health-alert fail"],
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
];
