import { expect, test } from "vitest";
import {
  ActivityLogAlerts,
  ADMINISTRATIVE_OPERATIONS,
  ResourceHealthAlert,
  ServiceHealthAlert,
} from "../../constructs/index.ts";
import { onlyResource, resourcesOf, SUBSCRIPTION_ID, stackWithProviders } from "../support/stack.ts";

const minimal = {
  subscriptionId: SUBSCRIPTION_ID,
  resourceGroup: "rg",
  actionGroupIds: ["/subscriptions/x/resourceGroups/y/providers/Microsoft.Insights/actionGroups/ag"],
};

test("the Service Health alert covers all five kinds of events, everywhere, for the whole subscription", () => {
  const stack = stackWithProviders();
  new ServiceHealthAlert(stack, "alert", minimal);
  expect(onlyResource(stack, "azurerm_monitor_activity_log_alert")).toMatchObject({
    location: "global",
    scopes: [`/subscriptions/${SUBSCRIPTION_ID}`],
    action: [
      { action_group_id: "/subscriptions/x/resourceGroups/y/providers/Microsoft.Insights/actionGroups/ag" },
    ],
    criteria: {
      category: "ServiceHealth",
      service_health: { events: ["Incident", "Maintenance", "Informational", "ActionRequired", "Security"] },
    },
  });
});

test("the Resource Health alert covers changes by the platform, not by users", () => {
  const stack = stackWithProviders();
  new ResourceHealthAlert(stack, "alert", minimal);
  expect(onlyResource(stack, "azurerm_monitor_activity_log_alert")).toMatchObject({
    criteria: {
      category: "ResourceHealth",
      resource_health: { current: ["Degraded", "Unavailable"], reason: ["PlatformInitiated", "Unknown"] },
    },
  });
});

test("there is one unfiltered rule for each administrative operation", () => {
  const stack = stackWithProviders();
  new ActivityLogAlerts(stack, "activity", minimal);
  const rules = Object.values(resourcesOf(stack, "azurerm_monitor_activity_log_alert"));
  expect(rules.map((rule) => rule["criteria"])).toEqual(
    expect.arrayContaining(
      ADMINISTRATIVE_OPERATIONS.map((operation) => ({
        category: "Administrative",
        operation_name: operation,
      })),
    ),
  );
  expect(rules).toHaveLength(ADMINISTRATIVE_OPERATIONS.length);
});

test("rules have the names of their operations, including acronyms", () => {
  const stack = stackWithProviders();
  new ActivityLogAlerts(stack, "activity", {
    ...minimal,
    operations: ["Microsoft.Network/publicIPAddresses/write"],
  });
  expect(onlyResource(stack, "azurerm_monitor_activity_log_alert")).toMatchObject({
    name: "csp-baseline-activity-network-public-ip-addresses-write",
  });
});

test.each([
  [ServiceHealthAlert, { actionGroupIds: [] }, "serviceHealth.actionGroupIds must have 1 to 5 ids, got 0"],
  [ServiceHealthAlert, { events: [] }, "serviceHealth.events must name at least 1 of Incident,"],
  [ServiceHealthAlert, { events: ["Billing"] }, "serviceHealth.events[0] must be one of Incident,"],
  [
    ResourceHealthAlert,
    { actionGroupIds: Array(6).fill("/x") },
    "resourceHealth.actionGroupIds must have 1 to 5 ids",
  ],
  [
    ActivityLogAlerts,
    { operations: ["write"] },
    "activityLogAlerts.operations[0] must be an operation such as",
  ],
  [
    ActivityLogAlerts,
    { operations: ["Microsoft.Sql/servers/write", "microsoft.sql/servers/write"] },
    "activityLogAlerts.operations must have no duplicate operations, got 2",
  ],
])("values that Azure rejects are rejected: %o %o", (Alert, props, message) => {
  const construct = () => Reflect.construct(Alert, [stackWithProviders(), "alert", { ...minimal, ...props }]);
  expect(construct).toThrow(message);
});
