import { expect, test } from "vitest";
import { SubscriptionBaseline, type SubscriptionBaselineProps } from "../../constructs/index.ts";
import { onlyResource, resourcesOf, SUBSCRIPTION_ID, stackOfSomebody } from "../support/stack.ts";

const minimal: SubscriptionBaselineProps = {
  subscriptionId: SUBSCRIPTION_ID,
  location: "westeurope",
  contacts: {
    security: { emails: ["soc@fabrikam.example"] },
    billing: { emails: ["finops@fabrikam.example"] },
    operations: { emails: ["noc@fabrikam.example"] },
  },
  budget: { amount: 1000, startMonth: "2026-12" },
};

test("with the least of props it declares every required part", () => {
  const stack = stackOfSomebody();
  new SubscriptionBaseline(stack, "baseline", minimal);
  const numbers = [
    "azapi_resource",
    "azurerm_resource_group",
    "azurerm_monitor_action_group",
    "azurerm_consumption_budget_subscription",
    "azurerm_cost_anomaly_alert",
    "azurerm_monitor_activity_log_alert",
  ].map((type) => Object.keys(resourcesOf(stack, type)).length);
  // 12 administrative operations, service health and resource health.
  expect(numbers).toEqual([1, 1, 1, 1, 1, 14]);
});

test("each contact is told of its own matters", () => {
  const stack = stackOfSomebody();
  new SubscriptionBaseline(stack, "baseline", minimal);
  expect(onlyResource(stack, "azapi_resource")).toMatchObject({
    body: { properties: { emails: "soc@fabrikam.example" } },
  });
  expect(onlyResource(stack, "azurerm_cost_anomaly_alert")).toMatchObject({
    email_addresses: ["finops@fabrikam.example"],
  });
  expect(onlyResource(stack, "azurerm_monitor_action_group")).toMatchObject({
    email_receiver: [{ email_address: "noc@fabrikam.example" }],
  });
});

test("a part that is off is not declared", () => {
  const stack = stackOfSomebody();
  new SubscriptionBaseline(stack, "baseline", {
    ...minimal,
    budget: false,
    costAnomaly: false,
    activityLogAlerts: false,
  });
  expect(resourcesOf(stack, "azurerm_consumption_budget_subscription")).toEqual({});
  expect(resourcesOf(stack, "azurerm_cost_anomaly_alert")).toEqual({});
  expect(Object.keys(resourcesOf(stack, "azurerm_monitor_activity_log_alert"))).toHaveLength(2);
});

test("alerts without an action group are refused, since they would tell nobody", () => {
  const construct = () =>
    new SubscriptionBaseline(stackOfSomebody(), "baseline", { ...minimal, actionGroup: false });
  expect(construct).toThrow("baseline.serviceHealth must be off where actionGroup is");
});

test("everything it declares can be adopted", () => {
  const stack = stackOfSomebody();
  const { adoptables } = new SubscriptionBaseline(stack, "baseline", {
    ...minimal,
    policyAssignments: true,
    defenderPlans: { KeyVaults: { tier: "Standard" } },
    activityLogExport: { storageAccountId: "/subscriptions/x/sa" },
  });
  const adopted = adoptables.map(({ resource }) => resource.terraformResourceType).sort();
  const declared = [
    "azapi_resource",
    "azurerm_consumption_budget_subscription",
    "azurerm_cost_anomaly_alert",
    "azurerm_monitor_action_group",
    "azurerm_monitor_activity_log_alert",
    "azurerm_monitor_diagnostic_setting",
    "azurerm_resource_group",
    "azurerm_security_center_subscription_pricing",
    "azurerm_subscription_policy_assignment",
  ].flatMap((type) => Object.keys(resourcesOf(stack, type)).map(() => type));
  expect(adopted).toEqual(declared);
});
