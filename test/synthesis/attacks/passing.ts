import {
  ALERT,
  action,
  add,
  BUDGET,
  type Edit,
  GROUP,
  imported,
  OWN,
  PROD,
  STRANGER,
  set,
  template,
  update,
} from "../support/edits.ts";

const KEY_VAULT = "${azurerm_key_vault.vault.id}";

/** Common content of stacks, which passes. */
export const PASSING: readonly (readonly [string, Edit])[] = [
  ["nothing of their own", () => {}],
  [
    "a budget's start that is ignored",
    set(BUDGET, { lifecycle: { ignore_changes: ["time_period[0].start_date"] } }),
  ],
  [
    "tags that a policy sets",
    set(GROUP, { lifecycle: [{ ignore_changes: ["tags"], prevent_destroy: true }] }),
  ],
  [
    "numbers and flags as text",
    (json) => {
      set(BUDGET, { amount: "1000" })(json);
      set(ALERT, { enabled: "1" })(json);
    },
  ],
  ["a comment", set(ALERT, { "//": "noted" })],
  [
    "a peering with a hub elsewhere",
    add("azurerm_virtual_network_peering.hub", {
      name: "hub",
      virtual_network_name: "spoke",
      resource_group_name: "rg",
      remote_virtual_network_id: `/subscriptions/${STRANGER}/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/hub`,
    }),
  ],
  [
    "a module that assigns roles",
    (json) => {
      json["module"] = { roles: { source: "./modules/roles", scope: OWN, principal_ids: [STRANGER] } };
    },
  ],
  [
    "roles at a management group",
    add("azurerm_role_assignment.x", {
      scope: "/providers/Microsoft.Management/managementGroups/fabrikam",
      role_definition_name: "Reader",
      principal_id: STRANGER,
    }),
  ],
  [
    "a key vault with diagnostics to a central workspace",
    (json) => {
      add("azurerm_key_vault.vault", {
        name: "kv",
        location: "westeurope",
        tenant_id: STRANGER,
        sku_name: "standard",
      })(json);
      add("azurerm_monitor_diagnostic_setting.vault", {
        name: "audit",
        target_resource_id: KEY_VAULT,
        log_analytics_workspace_id: `/subscriptions/${STRANGER}/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/central`,
        dynamic: {
          enabled_log: { for_each: ["AuditEvent"], content: { category: "${enabled_log.value}" } },
        },
      })(json);
    },
  ],
  [
    "alerts made by for_each",
    add("azurerm_monitor_activity_log_alert.own", {
      for_each: { a: 1, b: 2 },
      name: "${each.key}",
      resource_group_name: "rg",
      location: "global",
      scopes: [OWN],
      criteria: { category: "Administrative" },
    }),
  ],
  [
    "alerts with a dynamic action",
    add("azurerm_monitor_activity_log_alert.own", {
      name: "own",
      resource_group_name: "rg",
      location: "global",
      scopes: [OWN],
      criteria: { category: "Administrative" },
      dynamic: { action: { for_each: [1], content: {} } },
    }),
  ],
  [
    "an update outside of the baseline",
    update("Microsoft.Storage/storageAccounts@2023-01-01", "${azurerm_storage_account.x.id}", { tags: {} }),
  ],
  [
    "an action outside of the baseline",
    action({
      type: "Microsoft.ContainerService/managedClusters@2024-01-01",
      resource_id: "${azurerm_kubernetes_cluster.x.id}",
      action: "start",
      method: "POST",
    }),
  ],
  [
    "an import of their own",
    (json) => {
      add("azurerm_storage_account.x", { name: "x" })(json);
      imported({
        to: "azurerm_storage_account.x",
        id: `${OWN}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/x`,
      })(json);
    },
  ],
  [
    "a move",
    (json) => {
      json["moved"] = [{ from: "azurerm_storage_account.y", to: "azurerm_storage_account.x" }];
    },
  ],
  [
    "another provider with a password from a variable",
    (json) => {
      json["provider"]["postgresql"] = [{ password: "${var.password}" }];
      json["variable"] = { password: { sensitive: true } };
    },
  ],
  [
    "a provider of its own subscription under an alias",
    (json) => {
      json["provider"]["azurerm"].push({
        alias: "second",
        subscription_id: PROD,
        features: {},
        use_oidc: true,
      });
    },
  ],
  [
    "a template of other resources",
    template([
      { type: "Microsoft.Storage/storageAccounts", name: "x", resources: [{ type: "blobServices" }] },
    ]),
  ],
  [
    "a rule that mutes their own machines",
    add("azurerm_monitor_alert_processing_rule_suppression.x", {
      name: "night",
      resource_group_name: "rg",
      scopes: [`${OWN}/resourceGroups/machines`],
      schedule: { recurrence: { daily: { start_time: "22:00:00", end_time: "06:00:00" } } },
    }),
  ],
];
