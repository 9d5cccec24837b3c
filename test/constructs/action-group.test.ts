import { expect, test } from "vitest";
import { ResourceGroup } from "#engine";
import { ActionGroup } from "../../constructs/index.ts";
import { onlyResource, SUBSCRIPTION_ID, stackWithProviders } from "../support/stack.ts";

const minimal = { subscriptionId: SUBSCRIPTION_ID, resourceGroup: "rg", emails: ["noc@fabrikam.example"] };

test("with the required props it mails with the common alert schema", () => {
  const stack = stackWithProviders();
  new ActionGroup(stack, "group", minimal);
  expect(onlyResource(stack, "azurerm_monitor_action_group")).toEqual({
    name: "ag-csp-baseline",
    resource_group_name: "rg",
    short_name: "csp-baseline",
    email_receiver: [
      {
        name: "noc-at-fabrikam.example",
        email_address: "noc@fabrikam.example",
        use_common_alert_schema: true,
      },
    ],
  });
});

test("webhooks are also receivers, without any address", () => {
  const stack = stackWithProviders();
  new ActionGroup(stack, "group", {
    ...minimal,
    emails: [],
    webhooks: [{ name: "itsm", uri: "https://h.example/x" }],
  });
  expect(onlyResource(stack, "azurerm_monitor_action_group")).toMatchObject({
    webhook_receiver: [{ name: "itsm", service_uri: "https://h.example/x", use_common_alert_schema: true }],
  });
});

test("in a resource group of the same stack it references the group, and its own id is a literal", () => {
  const stack = stackWithProviders();
  const resourceGroup = new ResourceGroup(stack, "rg", { name: "rg-baseline", location: "westeurope" });
  const { adoptables } = new ActionGroup(stack, "group", { ...minimal, resourceGroup });
  expect(onlyResource(stack, "azurerm_monitor_action_group")).toMatchObject({
    resource_group_name: "${azurerm_resource_group.rg.name}",
  });
  expect(adoptables[0]?.armId).toBe(
    `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg-baseline/providers/Microsoft.Insights/actionGroups/ag-csp-baseline`,
  );
});

test.each([
  [
    { emails: [] },
    "actionGroup.emails must have at least one address if there are no other receivers, got 0",
  ],
  [
    { shortName: "a-name-too-long" },
    "actionGroup.shortName must be between 1 and 12 characters long, got 15",
  ],
  [
    { webhooks: [{ name: "x", uri: "http://h.example" }] },
    "actionGroup.webhooks[0].uri must be an https address",
  ],
  [
    { webhooks: Array.from({ length: 11 }, (_, at) => ({ name: `w${at}`, uri: "https://h.example" })) },
    "actionGroup.webhooks must have at most 10 receivers, got 11",
  ],
  [{ emails: ["a.b@c.example", "a.b@C.example"] }, "actionGroup.emails must have no duplicate addresses"],
])("values that Azure rejects are rejected: %o", (props, message) => {
  expect(() => new ActionGroup(stackWithProviders(), "group", { ...minimal, ...props })).toThrow(message);
});

test("an error never repeats a webhook's address, which may hold a secret", () => {
  const webhooks = [{ name: "itsm", uri: "http://hooks.example/?key=secret" }];
  expect(() => new ActionGroup(stackWithProviders(), "group", { ...minimal, webhooks })).toThrow(
    /^(?!.*secret)/,
  );
});
