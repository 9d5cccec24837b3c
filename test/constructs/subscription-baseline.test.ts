import { describe, expect, test } from "vitest";
import { TerraformOutput, TerraformStack, Testing } from "#engine";
import * as all from "../../constructs/index.ts";
import {
  Budget,
  InvalidPropsError,
  SecurityContact,
  SubscriptionBaseline,
  type SubscriptionBaselineProps,
} from "../../constructs/index.ts";
import { CONSTRUCTS } from "../../tools/pages/construct-pages.ts";
import { onlyResource, resourcesOf, SUBSCRIPTION_ID, stackWithProviders } from "../support/stack.ts";

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

test("with the required props it declares every required part", () => {
  const stack = stackWithProviders();
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

test("each contact receives its own notifications", () => {
  const stack = stackWithProviders();
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

test("a part that is switched off is not declared", () => {
  const stack = stackWithProviders();
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

test("alerts without an action group are rejected, because they would notify no one", () => {
  const construct = () =>
    new SubscriptionBaseline(stackWithProviders(), "baseline", { ...minimal, actionGroup: false });
  expect(construct).toThrow("baseline.serviceHealth must be off where actionGroup is");
});

test("all its resources can be adopted", () => {
  const stack = stackWithProviders();
  const { adoptables } = new SubscriptionBaseline(stack, "baseline", {
    ...minimal,
    policyAssignments: true,
    defenderPlans: { KeyVaults: { tier: "Standard" } },
    activityLogExport: {
      storageAccountId: "/subscriptions/x/resourceGroups/y/providers/Microsoft.Storage/storageAccounts/sa",
    },
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

describe("the parts", () => {
  test("are attributes with ids, undefined where a part is off", () => {
    const stack = stackWithProviders();
    const baseline = new SubscriptionBaseline(stack, "baseline", { ...minimal, costAnomaly: false });
    expect(baseline.budget).toBeInstanceOf(Budget);
    expect(baseline.securityContact).toBeInstanceOf(SecurityContact);
    expect(baseline.costAnomaly).toBeUndefined();
    expect(baseline.defenderPlans).toBeUndefined();
    new TerraformOutput(stack, "id", { value: baseline.budget?.budgetId });
    const { output } = JSON.parse(Testing.synth(stack));
    expect(output.id.value).toMatch(/^\$\{azurerm_consumption_budget_subscription\.\w+\.id\}$/);
  });

  test("have outputs only on request", () => {
    const without = stackWithProviders();
    new SubscriptionBaseline(without, "baseline", minimal);
    expect(JSON.parse(Testing.synth(without)).output).toBeUndefined();
    const stack = stackWithProviders();
    new SubscriptionBaseline(stack, "baseline", { ...minimal, outputs: true });
    const { output } = JSON.parse(Testing.synth(stack));
    expect(Object.keys(output)).toHaveLength(8);
  });

  test("true is the default, as {} is", () => {
    const [one, other] = [true, {}].map((on) => {
      const stack = stackWithProviders();
      const parts = { securityContact: on, costAnomaly: on, activityLogAlerts: on, policyAssignments: on };
      new SubscriptionBaseline(stack, "baseline", { ...minimal, ...parts });
      return Testing.synth(stack);
    });
    expect(one).toBe(other);
    expect(one).toContain("azurerm_subscription_policy_assignment");
  });
});

test("isSubscriptionBaseline distinguishes a baseline from other values", () => {
  const stack = stackWithProviders();
  const baseline = new SubscriptionBaseline(stack, "baseline", minimal);
  expect(SubscriptionBaseline.isSubscriptionBaseline(baseline)).toBe(true);
  for (const other of [stack, {}, null, undefined, "baseline"]) {
    expect(SubscriptionBaseline.isSubscriptionBaseline(other)).toBe(false);
  }
});

describe("a second baseline of one subscription", () => {
  const second = (stack: TerraformStack, subscriptionId = SUBSCRIPTION_ID) =>
    new SubscriptionBaseline(stack, "second", { ...minimal, subscriptionId });

  test("is rejected in a stack and in an app, in any casing", () => {
    const stack = stackWithProviders();
    const subscriptionId = "abcdef00-0000-0000-0000-000000000001";
    new SubscriptionBaseline(stack, "first", { ...minimal, subscriptionId });
    const message = "has one at app-stack/first";
    expect(() => second(stack, subscriptionId.toUpperCase())).toThrow(message);
    expect(() => second(new TerraformStack(stack.node.root, "other"), subscriptionId)).toThrow(message);
  });

  test("is accepted in another app, for another subscription, and after the first is removed", () => {
    const stack = stackWithProviders();
    new SubscriptionBaseline(stack, "first", minimal);
    second(stackWithProviders());
    new SubscriptionBaseline(stack, "third", {
      ...minimal,
      subscriptionId: "abcdef00-0000-0000-0000-000000000002",
    });
    stack.node.tryRemoveChild("first");
    second(stack);
  });
});

/** Values that only JavaScript permits. */
describe("props that the types reject", () => {
  test.each([
    ["costAnomaly", "yes", "be true, false or {}"],
    ["serviceHealth", null, "be true, false or {}"],
    ["resourceHealth", { region: "westeurope" }, "be true, false or {}"],
    ["policyAssignments", 1, "be true, false or {}"],
    ["securityContact", [], "be true, false or an object"],
    ["budget", true, "be false or an object"],
    ["budget", undefined, "be false or an object"],
    ["defenderPlans", true, "be false or an object"],
    ["outputs", "all", "be true or false"],
    ["contacts", undefined, "be an object"],
    ["location", undefined, "be text"],
    ["subscriptionId", undefined, "be a GUID"],
  ])("%s: %j must %s", (prop, value, must) => {
    const props = { ...minimal, [prop]: value };
    const construct = () => new SubscriptionBaseline(stackWithProviders(), "baseline", props);
    expect(construct).toThrow(InvalidPropsError);
    expect(construct).toThrow(`baseline.${prop} must ${must}`);
  });

  const byName = { ...all };
  const without = (name: (typeof CONSTRUCTS)[number], ...props: unknown[]) =>
    Reflect.construct(byName[name], [stackWithProviders(), "part", ...props]);
  test.each(CONSTRUCTS)("%s without props reports it", (name) => {
    expect(() => without(name)).toThrow(/^\w+ must have props, got undefined \(in /);
  });
  test.each(CONSTRUCTS)("%s with empty props names the missing props", (name) => {
    expect(() => without(name, {})).toThrow(InvalidPropsError);
    expect(() => without(name, {})).toThrow(/must be .*, got undefined/);
  });
});
