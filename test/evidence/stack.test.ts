import { expect, test } from "vitest";
import { readStack, Unknown } from "../../src/evidence/index.ts";

const ID = "00000000-0000-0000-0000-000000000001";
const OTHER = "00000000-0000-0000-0000-000000000002";

/** A stack of one subscription with these resources. */
function stack(
  resource: Record<string, unknown>,
  rest: Record<string, unknown> = {},
): Record<string, unknown> {
  const provider = { azurerm: [{ subscription_id: ID, features: [{}] }], azapi: [{ subscription_id: ID }] };
  return { provider, resource, ...rest };
}

function only(json: unknown) {
  const [evidence, ...more] = readStack(json).subscriptions.values();
  const [resource, ...others] = evidence?.resources ?? [];
  expect([more, others]).toEqual([[], []]);
  if (resource === undefined) throw new Error("no resource was read");
  return resource;
}

test("azurerm's contact is read in the shape of its API version", () => {
  const contact = {
    name: "default",
    email: "a@b.example",
    alert_notifications: true,
    alerts_to_admins: false,
  };
  expect(only(stack({ azurerm_security_center_contact: { x: contact } }))).toEqual({
    type: "Microsoft.Security/securityContacts",
    apiVersion: "2017-08-01-preview",
    name: "default",
    id: `/subscriptions/${ID}/providers/Microsoft.Security/securityContacts/default`,
    properties: { email: "a@b.example", phone: null, alertNotifications: "On", alertsToAdmins: "Off" },
    address: "azurerm_security_center_contact.x",
  });
});

test("an azapi body is evidence without changes", () => {
  const body = { properties: { emails: "a@b.example", isEnabled: true } };
  const declared = {
    type: "Microsoft.Security/securityContacts@2023-12-01-preview",
    name: "default",
    parent_id: `/subscriptions/${ID}`,
    body,
  };
  expect(only(stack({ azapi_resource: { x: declared } }))).toMatchObject({
    type: "Microsoft.Security/securityContacts",
    apiVersion: "2023-12-01-preview",
    properties: { emails: "a@b.example", isEnabled: true },
  });
});

test("references inside the stack are followed to ARM ids", () => {
  const json = stack({
    azurerm_resource_group: { rg: { name: "rg-x", location: "westeurope" } },
    azurerm_monitor_action_group: {
      ag: { name: "ag-x", resource_group_name: "${azurerm_resource_group.rg.name}", short_name: "x" },
    },
    azurerm_monitor_activity_log_alert: {
      alert: {
        name: "alert-x",
        resource_group_name: "${azurerm_resource_group.rg.name}",
        scopes: [`/subscriptions/${ID}`],
        criteria: { category: "ServiceHealth" },
        action: [{ action_group_id: "${azurerm_monitor_action_group.ag.id}" }],
      },
    },
  });
  const resources = readStack(json).subscriptions.get(ID)?.resources ?? [];
  const alert = resources.find(({ address }) => address === "azurerm_monitor_activity_log_alert.alert");
  expect(alert?.properties).toMatchObject({
    condition: { allOf: [{ field: "category", equals: "ServiceHealth" }] },
    actions: {
      actionGroups: [
        {
          actionGroupId: `/subscriptions/${ID}/resourceGroups/rg-x/providers/Microsoft.Insights/actionGroups/ag-x`,
        },
      ],
    },
  });
});

test("an expression that only Terraform can evaluate is unknown, with the awaited expression", () => {
  const contact = { name: "default", email: "${var.soc}", alert_notifications: true, alerts_to_admins: true };
  const { properties } = only(stack({ azurerm_security_center_contact: { x: contact } }));
  expect(properties).toMatchObject({ email: new Unknown("var.soc") });
});

test("a circular reference is unknown", () => {
  const group = (other: string) => ({
    name: `\${azurerm_resource_group.${other}.name}`,
    location: "westeurope",
  });
  const { subscriptions } = readStack(stack({ azurerm_resource_group: { a: group("b"), b: group("a") } }));
  expect(subscriptions.get(ID)?.resources.map(({ name }) => name instanceof Unknown)).toEqual([true, true]);
});

test("text that Terraform would unescape is unescaped", () => {
  const { properties } = only(
    stack({ azurerm_security_center_contact: { x: { name: "default", email: "a$${b}" } } }),
  );
  expect(properties).toMatchObject({ email: "a${b}" });
});

test("resources of an aliased provider are in its subscription", () => {
  const provider = {
    azurerm: [{ subscription_id: ID }, { alias: "hub", subscription_id: OTHER.toUpperCase() }],
  };
  const contact = { name: "default", email: "a@b.example", provider: "azurerm.hub" };
  const { subscriptions } = readStack({
    provider,
    resource: { azurerm_security_center_contact: { x: contact } },
  });
  expect([...subscriptions.keys()]).toEqual([OTHER]);
});

test("a resource's own scope takes precedence over the provider", () => {
  const budget = { name: "b", amount: 1, subscription_id: `/subscriptions/${OTHER}` };
  const { subscriptions } = readStack(stack({ azurerm_consumption_budget_subscription: { x: budget } }));
  expect([...subscriptions.keys()]).toEqual([OTHER]);
});

test("a resource of a provider without a subscription has no subscription", () => {
  const contact = { name: "default", email: "a@b.example" };
  const json = { provider: { azurerm: [{}] }, resource: { azurerm_security_center_contact: { x: contact } } };
  expect(readStack(json)).toMatchObject({
    placeless: ["azurerm_security_center_contact.x"],
    providers: [{ name: "azurerm", subscriptionId: undefined }],
  });
});

test("a resource switched off by count or for_each does not exist", () => {
  const contact = { name: "default", email: "a@b.example" };
  const off = {
    a: { ...contact, count: 0 },
    b: { ...contact, for_each: {} },
    c: { ...contact, for_each: [] },
  };
  expect(readStack(stack({ azurerm_security_center_contact: off })).subscriptions.size).toBe(0);
});

test("a resource does not count when an expression decides whether it exists", () => {
  const contact = { name: "default", email: "a@b.example", count: "${var.on ? 1 : 0}" };
  const { declared, subscriptions } = readStack(stack({ azurerm_security_center_contact: { x: contact } }));
  expect(subscriptions.size).toBe(0);
  expect(declared).toMatchObject([{ unread: ["count or for_each is known only to Terraform"] }]);
});

test("budget notifications of one key are merged as in Azure", () => {
  const notification = { operator: "GreaterThan", threshold: 80, contact_emails: ["a@b.example"] };
  const budget = { name: "b", amount: 1, notification: [{ ...notification, enabled: false }, notification] };
  expect(only(stack({ azurerm_consumption_budget_subscription: { x: budget } })).properties).toMatchObject({
    notifications: { "Actual_GreaterThan_80.000000_Percent": { enabled: true } },
  });
});

test("criteria of an alert become the activity log's fields", () => {
  const criteria = {
    category: "ServiceHealth",
    levels: ["Error", "Critical"],
    caller: "x",
    service_health: [{ events: ["Incident"], locations: ["West Europe"], services: ["Storage"] }],
  };
  const alert = { name: "a", resource_group_name: "rg", criteria: [criteria] };
  expect(only(stack({ azurerm_monitor_activity_log_alert: { x: alert } })).properties).toMatchObject({
    condition: {
      allOf: [
        { field: "category", equals: "ServiceHealth" },
        { field: "caller", equals: "x" },
        {
          anyOf: [
            { field: "level", equals: "Error" },
            { field: "level", equals: "Critical" },
          ],
        },
        {
          field: "properties.impactedServices[*].ImpactedRegions[*].RegionName",
          containsAny: ["West Europe"],
        },
        { anyOf: [{ field: "properties.incidentType", equals: "Incident" }] },
        { field: "properties.impactedServices[*].ServiceName", containsAny: ["Storage"] },
      ],
    },
  });
});

test.each([
  null,
  1,
  "x",
  [],
  {},
  { resource: 1 },
  { resource: { azapi_resource: [] } },
  { resource: { azapi_resource: { x: null } } },
])("an invalid configuration declares nothing: %j", (json) => {
  expect(readStack(json)).toMatchObject({
    subscriptions: new Map(),
    placeless: [],
    providers: [],
    declared: [],
  });
});

test("deep nesting does not end the reader", () => {
  let body: unknown = "x";
  for (let depth = 0; depth < 5_000; depth += 1) body = { properties: body };
  const declared = { type: "Microsoft.Security/securityContacts@2023-12-01-preview", name: "default", body };
  const { declared: read, subscriptions } = readStack(stack({ azapi_resource: { x: declared } }));
  expect([read.length, subscriptions.size]).toEqual([1, 0]);
});

test("names with a meaning in JavaScript are plain names", () => {
  const json = JSON.parse(
    `{"provider":{"azurerm":[{"subscription_id":"${ID}"}]},"resource":{"azurerm_security_center_contact":{"__proto__":{"name":"default","email":"\${azurerm_security_center_contact.constructor.name}"}},"__proto__":{"x":{}}}}`,
  );
  const { properties } = only(json);
  expect(properties).toMatchObject({
    email: new Unknown("azurerm_security_center_contact.constructor.name"),
  });
});
