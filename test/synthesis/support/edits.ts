/** A stack's JSON without types: a test knows what it changes. */
// biome-ignore lint/suspicious/noExplicitAny: the JSON of a test's own stack
export type Json = Record<string, any>;
/** A change of a stack's JSON, in place. */
export type Edit = (json: Json) => void;

export function must<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("there is none");
  return value;
}

/** An attack, its effect in Azure, the edit, and a part of the gate's finding. */
export type Attack = readonly [attack: string, effect: string, edit: Edit, stopped: string];

export const PROD = "00000000-0000-0000-0000-000000000001";
export const SANDBOX = "00000000-0000-0000-0000-000000000002";
export const STRANGER = "99999999-9999-9999-9999-999999999999";
export const HUB = "88888888-8888-8888-8888-888888888888";
export const OWN = `/subscriptions/${PROD}`;
export const CONTACT = "azapi_resource.security_contact";
export const CONTACT_ID = `${OWN}/providers/Microsoft.Security/securityContacts/default`;
export const CONTACT_TYPE = "Microsoft.Security/securityContacts@2023-12-01-preview";
export const ALERT = "azurerm_monitor_activity_log_alert.service_health";
export const BUDGET = "azurerm_consumption_budget_subscription.budget";
export const GROUP = "azurerm_monitor_action_group.action_group";
export const ANOMALY = "azurerm_cost_anomaly_alert.cost_anomaly";

/** The address of a resource in a stack of this provider, by its address in a stack of azurerm. */
export function declared(address: string, provider: "azapi" | "azurerm"): string {
  return provider === "azapi" ? address.replace(/^azurerm_\w+\./, "azapi_resource.") : address;
}

/** The body of a resource, by its address. */
export function at(json: Json, address: string): Json {
  const [type = "", name = ""] = address.split(".");
  return json["resource"][type][name];
}
export const set =
  (address: string, members: object): Edit =>
  (json) =>
    Object.assign(at(json, address), members);
export const add =
  (address: string, body: object): Edit =>
  (json) => {
    const [type = "", name = ""] = address.split(".");
    json["resource"][type] = { ...json["resource"][type], [name]: body };
  };
export const addData =
  (type: string, body: object): Edit =>
  (json) => {
    json["data"][type] = { ...json["data"][type], x: body };
  };
export const update = (type: string, id: string, body: object) =>
  add("azapi_update_resource.x", { type, resource_id: id, body });
export const action = (body: object) => add("azapi_resource_action.x", { type: CONTACT_TYPE, ...body });
export const provider =
  (name: string, members: object): Edit =>
  (json) =>
    Object.assign(json["provider"][name][0], members);
export const imported =
  (members: object): Edit =>
  (json) => {
    json["import"].push(members);
  };
export const template = (resources: unknown, more: object = {}) =>
  add("azurerm_resource_group_template_deployment.landing_zone", {
    name: "x",
    resource_group_name: "rg-x",
    deployment_mode: "Incremental",
    template_content: JSON.stringify({ resources }),
    ...more,
  });
