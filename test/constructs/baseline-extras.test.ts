import { describe, expect, test } from "vitest";
import { SubscriptionBaseline, type SubscriptionBaselineProps } from "../../constructs/index.ts";
import { resourcesOf, SUBSCRIPTION_ID, stackWithProviders } from "../support/stack.ts";

const minimal: SubscriptionBaselineProps = {
  subscriptionId: SUBSCRIPTION_ID,
  location: "westeurope",
  contacts: {
    security: { emails: ["soc@fabrikam.example"] },
    billing: { emails: ["finops@fabrikam.example"] },
    operations: { emails: ["noc@fabrikam.example"] },
  },
  budget: { amount: 1000 },
};

function declared(props: Partial<SubscriptionBaselineProps>, type: string) {
  const stack = stackWithProviders();
  new SubscriptionBaseline(stack, "baseline", { ...minimal, ...props });
  return Object.values(resourcesOf(stack, type));
}

describe("beside the required parts", () => {
  test("a Service Health alert may be narrowed, while the required one stays as it is", () => {
    const extra = [
      { name: "europe", levels: ["Critical", "Error"], regions: ["West Europe"], services: ["SQL Database"] },
    ] as const;
    const alerts = declared({ serviceHealth: { extra } }, "azurerm_monitor_activity_log_alert");
    expect(alerts).toContainEqual(
      expect.objectContaining({
        name: "csp-baseline-service-health-europe",
        criteria: {
          category: "ServiceHealth",
          levels: ["Critical", "Error"],
          service_health: {
            events: ["Incident", "Maintenance", "Informational", "ActionRequired", "Security"],
            locations: ["West Europe"],
            services: ["SQL Database"],
          },
        },
      }),
    );
    const before = declared({}, "azurerm_monitor_activity_log_alert");
    expect(alerts).toEqual(expect.arrayContaining(before));
    expect(alerts).toHaveLength(before.length + 1);
  });

  test("alerts on operations take filters", () => {
    const extra = [
      {
        name: "denied",
        operations: ["Microsoft.KeyVault/vaults/delete"],
        statuses: ["Failed"],
        subStatuses: ["Forbidden", "Unauthorized"],
        caller: "mallory@fabrikam.example",
      },
    ];
    expect(declared({ activityLogAlerts: { extra } }, "azurerm_monitor_activity_log_alert")).toContainEqual(
      expect.objectContaining({
        name: "csp-baseline-activity-denied-key-vault-vaults-delete",
        criteria: {
          category: "Administrative",
          operation_name: "Microsoft.KeyVault/vaults/delete",
          caller: "mallory@fabrikam.example",
          status: "Failed",
          sub_statuses: ["Forbidden", "Unauthorized"],
        },
      }),
    );
  });

  test("budgets may have filters, other periods and roles", () => {
    const extraBudgets = [
      {
        name: "shop",
        amount: 200,
        timeGrain: "Quarterly",
        filter: { dimensions: { ResourceGroupName: ["rg-shop"] }, tags: { env: ["prod"] } },
        contactRoles: ["Owner"],
      },
    ] as const;
    const budgets = declared({ extraBudgets }, "azurerm_consumption_budget_subscription");
    expect(budgets).toHaveLength(2);
    expect(budgets).toContainEqual(
      expect.objectContaining({
        name: "csp-baseline-shop",
        time_grain: "Quarterly",
        filter: {
          dimension: [{ name: "ResourceGroupName", operator: "In", values: ["rg-shop"] }],
          tag: [{ name: "env", operator: "In", values: ["prod"] }],
        },
        notification: expect.arrayContaining([
          expect.objectContaining({
            contact_emails: ["finops@fabrikam.example"],
            contact_roles: ["Owner"],
          }),
        ]),
      }),
    );
  });

  test("policies of one's own are assigned, with parameters and an identity", () => {
    const definitionId = "/providers/Microsoft.Authorization/policyDefinitions/tags";
    const ownPolicyAssignments = [
      {
        name: "Inherit tags",
        definitionId,
        parameters: { tagName: "env", allowed: ["prod", "test"] },
        identity: "system",
        location: "westeurope",
        enforce: false,
      },
    ];
    expect(declared({ ownPolicyAssignments }, "azurerm_subscription_policy_assignment")).toEqual([
      {
        name: "Inherit tags",
        display_name: "Inherit tags",
        subscription_id: `/subscriptions/${SUBSCRIPTION_ID}`,
        policy_definition_id: definitionId,
        parameters: '{"tagName":{"value":"env"},"allowed":{"value":["prod","test"]}}',
        enforce: false,
        identity: { type: "SystemAssigned" },
        location: "westeurope",
      },
    ]);
  });

  test("with azapi, the other extensions of a plan are no drift", () => {
    const defenderPlans = {
      StorageAccounts: {
        tier: "Standard",
        subplan: "DefenderForStorageV2",
        extensions: { OnUploadMalwareScanning: { CapGBPerMonthPerStorageAccount: "5000" } },
      },
      KeyVaults: { tier: "Standard" },
    } as const;
    const plans = declared({ defenderPlans, provider: "azapi" }, "azapi_resource");
    const plan = (name: string) => plans.find((one) => one["name"] === name);
    expect(plan("StorageAccounts")).toMatchObject({
      body: {
        properties: {
          extensions: [
            {
              name: "OnUploadMalwareScanning",
              isEnabled: "True",
              additionalExtensionProperties: { CapGBPerMonthPerStorageAccount: "5000" },
            },
          ],
        },
      },
      ignore_other_items_in_list: ["properties.extensions"],
    });
    expect(plan("KeyVaults")).not.toHaveProperty("ignore_other_items_in_list");
  });
});

test.each<[Record<string, unknown>, string]>([
  [
    { serviceHealth: { extra: [{ name: "a" }, { name: "a" }] } },
    "baseline.serviceHealth.extra must have unique names",
  ],
  [{ extraBudgets: [{ name: "monthly", amount: 1 }] }, "baseline.extraBudgets must have unique names"],
  [{ extraBudgets: [{ name: "A", amount: 1 }] }, "baseline.extraBudgets[0].name must be lower-case letters"],
  [{ extraBudgets: [{ name: "a", amount: 1, filter: {} }] }, "budget.filter must have a dimension or a tag"],
  [
    { extraBudgets: [{ name: "a", amount: 1, filter: { dimensions: { Color: ["red"] } } }] },
    "budget.filter.dimensions[0] must be one of ChargeType",
  ],
  [
    { extraBudgets: [{ name: "a", amount: 1, timeGrain: "Weekly" }] },
    "budget.timeGrain must be one of Monthly",
  ],
  [
    { serviceHealth: { extra: [{ name: "a", levels: ["Fatal"] }] } },
    "serviceHealth.levels[0] must be one of Critical",
  ],
  [
    { ownPolicyAssignments: [{ name: "a", definitionId: "tags" }] },
    "policyAssignments.own[0].definitionId must be the ARM resource id of a policy definition",
  ],
  [
    {
      ownPolicyAssignments: [
        {
          name: "a",
          definitionId: "/providers/Microsoft.Authorization/policyDefinitions/a",
          identity: "system",
        },
      ],
    },
    "policyAssignments.own[0].location must be set where there is an identity",
  ],
  [
    { defenderPlans: { KeyVaults: { tier: "Free", extensions: { A: true } } } },
    "defenderPlans.plans.KeyVaults.extensions must be left out for tier Free",
  ],
  [
    { activityLogExport: { eventHubName: "x" } },
    "activityLogExport.eventHubName must be left out without eventHubAuthorizationRuleId",
  ],
])("what Azure would refuse is refused: %j", (props, message) => {
  const construct = () =>
    Reflect.construct(SubscriptionBaseline, [stackWithProviders(), "baseline", { ...minimal, ...props }]);
  expect(construct).toThrow(message);
});
