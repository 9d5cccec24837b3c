import { expect, test } from "vitest";
import { ActivityLogExport, DefenderPlans, PolicyAssignments } from "../../constructs/index.ts";
import { onlyResource, resourcesOf, SUBSCRIPTION_ID, stackWithProviders } from "../support/stack.ts";

const WORKSPACE = "/subscriptions/x/resourceGroups/y/providers/Microsoft.OperationalInsights/workspaces/z";

test("the activity log is exported with all its categories", () => {
  const stack = stackWithProviders();
  const { adoptables } = new ActivityLogExport(stack, "export", {
    subscriptionId: SUBSCRIPTION_ID,
    workspaceId: WORKSPACE,
  });
  expect(onlyResource(stack, "azurerm_monitor_diagnostic_setting")).toMatchObject({
    target_resource_id: `/subscriptions/${SUBSCRIPTION_ID}`,
    log_analytics_workspace_id: WORKSPACE,
    enabled_log: expect.arrayContaining([{ category: "Administrative" }, { category: "Security" }]),
  });
  expect(adoptables[0]?.importId).toBe(`/subscriptions/${SUBSCRIPTION_ID}|csp-baseline-activity-log`);
});

test("an export without a destination is rejected", () => {
  const construct = () =>
    new ActivityLogExport(stackWithProviders(), "export", { subscriptionId: SUBSCRIPTION_ID });
  expect(construct).toThrow("activityLogExport.workspaceId must be set where storageAccountId is not");
});

test("Defender plans are set one by one", () => {
  const stack = stackWithProviders();
  new DefenderPlans(stack, "defender", {
    subscriptionId: SUBSCRIPTION_ID,
    plans: { VirtualMachines: { tier: "Standard", subplan: "P2" }, KeyVaults: { tier: "Free" } },
  });
  expect(Object.values(resourcesOf(stack, "azurerm_security_center_subscription_pricing"))).toEqual([
    { resource_type: "KeyVaults", tier: "Free" },
    { resource_type: "VirtualMachines", tier: "Standard", subplan: "P2" },
  ]);
});

test("an unknown plan is rejected", () => {
  const plans = { VirtualMachine: { tier: "Standard" } };
  const construct = () =>
    Reflect.construct(DefenderPlans, [
      stackWithProviders(),
      "defender",
      { subscriptionId: SUBSCRIPTION_ID, plans },
    ]);
  expect(construct).toThrow("defenderPlans.plans[0] must be one of AI, Api,");
});

test("Azure's audit policies are assigned with the parameters they need", () => {
  const stack = stackWithProviders();
  new PolicyAssignments(stack, "policy", { subscriptionId: SUBSCRIPTION_ID });
  const assignments = Object.values(resourcesOf(stack, "azurerm_subscription_policy_assignment"));
  expect(assignments).toHaveLength(6);
  expect(assignments).toContainEqual(
    expect.objectContaining({
      policy_definition_id:
        "/providers/Microsoft.Authorization/policyDefinitions/c5447c04-a4d7-4ba8-a263-c9ee321a6858",
      parameters: '{"operationName":{"value":"Microsoft.Authorization/policyAssignments/write"}}',
    }),
  );
});
