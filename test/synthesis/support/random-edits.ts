import fc from "fast-check";
import { declared, type Edit, type Json, OWN } from "./edits.ts";

/** A provider that declares the resources of a stack. */
export type Declaring = "azapi" | "azurerm";

const RESOURCES = [
  "azapi_resource.security_contact",
  "azurerm_consumption_budget_subscription.budget",
  "azurerm_cost_anomaly_alert.cost_anomaly",
  "azurerm_monitor_action_group.action_group",
  "azurerm_monitor_activity_log_alert.resource_health",
  "azurerm_monitor_activity_log_alert.service_health",
  "azurerm_monitor_activity_log_alert.activity_network_network_security_groups_write",
];
const TYPES: Readonly<Record<string, string>> = {
  azurerm_consumption_budget_subscription: "Microsoft.Consumption/budgets@2023-05-01",
  azurerm_cost_anomaly_alert: "Microsoft.CostManagement/scheduledActions@2023-08-01",
  azurerm_monitor_action_group: "Microsoft.Insights/actionGroups@2023-01-01",
  azurerm_monitor_activity_log_alert: "Microsoft.Insights/activityLogAlerts@2020-10-01",
};

const CONTACT_TYPE = "Microsoft.Security/securityContacts@2023-12-01-preview";

/** Changes of a stack whose resources this provider declares. */
function editsOf(provider: Declaring): fc.Arbitrary<Edit> {
  const addressOf = (address: string) => declared(address, provider);
  const armTypes = new Map(
    RESOURCES.map((address) => [addressOf(address), TYPES[address.split(".")[0] ?? ""] ?? CONTACT_TYPE]),
  );
  const GROUP = addressOf("azurerm_resource_group.resource_group");
  const resource = fc.constantFrom(...RESOURCES.map(addressOf));
  const value: fc.Arbitrary<unknown> = fc.oneof(
    fc.constantFrom(
      true,
      false,
      null,
      0,
      1,
      50,
      100,
      "",
      "0",
      "1",
      "true",
      "false",
      "x",
      "Off",
      "High",
      "Low",
    ),
    fc.constantFrom<unknown>(
      [],
      {},
      ["Incident"],
      ["soc@fabrikam.example"],
      "soc@fabrikam.example",
      "2027-01-01T00:00:00Z",
    ),
  );
  /** Arguments that stacks really have, those of the attacks among them. */
  const ARGUMENTS: readonly (readonly [string, unknown])[] = [
    ["sensitive_body", { properties: { isEnabled: false } }],
    ["sensitive_body", { properties: {} }],
    ["ignore_body_changes", ["properties"]],
    ["dynamic", { filter: { for_each: [1], content: {} } }],
    ["dynamic", { action: { for_each: [], content: {} } }],
    ["enabled", "0"],
    ["enabled", "1"],
    ["enabled", true],
    ["count", 1],
    ["count", "0"],
    ["for_each", {}],
    ["lifecycle", { ignore_changes: "all" }],
    ["lifecycle", { ignore_changes: ["tags"] }],
    ["lifecycle", { prevent_destroy: true }],
    ["lifecycle", { enabled: false }],
    ["filter", { dimension: [{ name: "ResourceGroupName", values: ["x"] }] }],
    ["description", "another"],
    ["tags", { team: "cloud" }],
    ["timeouts", { create: "10m" }],
    ["depends_on", [GROUP]],
    ["ignore_other_items_in_list", ["properties.condition.allOf"]],
    ["ignore_missing_property", true],
    ["list_unique_id_property", { "properties.condition.allOf": "field" }],
    ["ignore_null_property", true],
    ["update_headers", { "If-Match": "x" }],
    ["body", { properties: { enabled: false } }],
    ["type", "Microsoft.Insights/activityLogAlerts@2017-04-01"],
    ["//", { note: "x" }],
  ];

  /** A change that has no part in what controls look at. */
  const harmless: fc.Arbitrary<Edit> = fc
    .tuple(resource, fc.constantFrom("tags", "timeouts", "depends_on", "//"), fc.string({ maxLength: 8 }))
    .map(([address, argument, text]) => (json) => {
      const plain = text.replace(/[$%{}]/g, "");
      if (/contact|budget|anomaly/.test(address) && argument === "tags") return;
      at(json, address)[argument] =
        argument === "depends_on" ? [GROUP] : argument === "timeouts" ? { create: "9m" } : { a: plain };
    });

  /** Some value of the stack, at any depth, is another or gone. */
  const replaced: fc.Arbitrary<Edit> = fc
    .tuple(resource, fc.nat(), fc.option(value, { nil: undefined }))
    .map(([address, index, other]) => (json) => {
      const places = placesOf(at(json, address));
      const place = places[index % Math.max(1, places.length)];
      if (place === undefined) return;
      const [parent, key] = place;
      if (other === undefined) delete parent[key];
      else parent[key] = other;
    });

  const argued: fc.Arbitrary<Edit> = fc
    .tuple(resource, fc.constantFrom(...ARGUMENTS))
    .map(([address, [name, written]]) => (json) => {
      at(json, address)[name] = written;
    });

  const bodies = fc.constantFrom<unknown>(
    { properties: { enabled: false } },
    { properties: { isEnabled: false } },
    { properties: {} },
    {},
  );
  /** Another resource beside the baseline: a writer of one of its ids, or a user's own. */
  const added: fc.Arbitrary<Edit> = fc
    .tuple(resource, fc.nat(7), bodies, fc.constantFrom("DELETE", "PATCH", "PUT", "POST"))
    .map(([address, kind, body, method]) => (json) => {
      const [type = "", name = ""] = address.split(".");
      const armType = armTypes.get(address);
      const reference = `\${${address}.id}`;
      const put = (written: string, members: Json) => {
        json["resource"][written] = { ...json["resource"][written], extra: members };
      };
      if (kind === 0) put("azapi_update_resource", { type: armType, resource_id: reference, body });
      else if (kind === 1)
        put("azapi_update_resource", { type: armType, resource_id: `\${trimspace(${address}.id)}`, body });
      else if (kind === 2)
        put("azapi_resource_action", { type: armType, resource_id: reference, method, body });
      else if (kind === 3) put(type, { ...at(json, address), name: `${String(at(json, address)["name"])}` });
      else if (kind === 4)
        put("azapi_update_resource", {
          type: "Microsoft.Storage/storageAccounts@2023-01-01",
          resource_id: `${OWN}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/x`,
          body,
        });
      else if (kind === 5)
        put("azapi_resource_action", {
          type: "Microsoft.Resources/resourceGroups@2024-03-01",
          resource_id: `${OWN}/resourceGroups/rg-csp-baseline`,
          method,
        });
      else put("azurerm_storage_account", { name: `st${name.length}` });
    });

  /** One to three changes of a synthesized stack: about half of them such as people make. */
  return fc
    .array(
      fc.oneof(
        { weight: 7, arbitrary: harmless },
        { weight: 3, arbitrary: replaced },
        { weight: 3, arbitrary: argued },
        { weight: 2, arbitrary: added },
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((edits) => (json) => {
      for (const edit of edits) edit(json);
    });
}

/** One to three changes of a synthesized stack, by the provider that declares its resources. */
export const randomEdits: Readonly<Record<Declaring, fc.Arbitrary<Edit>>> = {
  azapi: editsOf("azapi"),
  azurerm: editsOf("azurerm"),
};

function at(json: Json, address: string): Json {
  const [type = "", name = ""] = address.split(".");
  return json["resource"][type][name];
}

/** Every member below a value, with what holds it. */
function placesOf(value: unknown): [Json, string][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]): [Json, string][] =>
    key === "//" ? [] : [[value as Json, key], ...placesOf(item)],
  );
}
