import { expect, test } from "vitest";
import { SubscriptionBaseline } from "../../constructs/index.ts";
import { baselineProps } from "../../stacks/baseline-props.ts";
import { stackWithProviders } from "../support/stack.ts";
import { baselineProblems, customerWithBaseline, loaded } from "./fleet-folder.ts";

const ID = "/subscriptions/00000000-0000-0000-0000-000000000009/resourceGroups/rg-soc/providers";
const GUID = "11111111-2222-3333-4444-555555555555";

const EVERYTHING = `contacts:
  operations:
    webhooks:
      - { name: itsm, uri: "https://hooks.fabrikam.example/azure", entraAuth: { objectId: ${GUID}, tenantId: ${GUID} } }
    sms: [{ name: on-call-sms, countryCode: "1", phoneNumber: "4255550100" }]
    voice: [{ name: on-call, countryCode: "1", phoneNumber: "4255550100" }]
    appPush: [{ name: push, email: noc@fabrikam.example }]
    roles: [{ name: owners, roleId: 8e3af657-a8ff-443c-a75c-2fe8c4bcb635 }]
    logicApps: [{ name: logic, resourceId: ${ID}/Microsoft.Logic/workflows/alert, callbackUrl: "https://logic.fabrikam.example/a" }]
    functions: [{ name: function, functionAppId: ${ID}/Microsoft.Web/sites/alert, functionName: alert, triggerUrl: "https://fn.fabrikam.example/a" }]
    eventHubs: [{ name: hub, namespace: ns-alerts, eventHub: alerts }]
    runbooks:
      - name: runbook
        automationAccountId: ${ID}/Microsoft.Automation/automationAccounts/automation
        runbookName: stop
        webhookId: ${ID}/Microsoft.Automation/automationAccounts/automation/webhooks/alert
        serviceUri: https://automation.fabrikam.example/a
    itsm: [{ name: tickets, workspaceId: "${GUID}|${GUID}", connectionId: ${GUID}, ticketConfiguration: '{"A":1}', region: westeurope }]
budget: { contactRoles: [Owner] }
extraBudgets:
  - { name: shop, amount: 200, timeGrain: Annually, filter: { dimensions: { ResourceGroupName: [rg-shop] } } }
serviceHealth: { extra: [{ name: europe, regions: [West Europe], levels: [Critical, Error] }] }
resourceHealth: { extra: [{ name: sql, resourceTypes: [Microsoft.Sql/servers/databases], causes: [UserInitiated] }] }
activityLogAlerts: { extra: [{ name: denied, operations: [Microsoft.KeyVault/vaults/delete], statuses: [Failed] }] }
activityLogExport:
  eventHubAuthorizationRuleId: ${ID}/Microsoft.EventHub/namespaces/ns-soc/authorizationRules/send
  eventHubName: activity
  marketplacePartnerId: ${ID}/Microsoft.Datadog/monitors/datadog
defenderPlans: { VirtualMachines: { tier: Standard, extensions: { AgentlessVmScanning: true } } }
ownPolicyAssignments:
  - name: allowed-locations
    definitionId: /providers/Microsoft.Authorization/policyDefinitions/e56962a6-4747-49cd-b67b-bf8b01975c4c
    parameters: { listOfAllowedLocations: [westeurope] }
    identity: system
    location: westeurope`;

test("everything beside the required parts is declared from the fleet, by both providers", () => {
  const files = { "customers/contoso.yaml": customerWithBaseline(EVERYTHING) };
  const { fleet } = loaded(files);
  const [subscription] = fleet.subscriptions;
  if (subscription === undefined) throw new Error("no subscription");
  for (const provider of ["azurerm", "azapi"] as const) {
    const { adoptables } = new SubscriptionBaseline(stackWithProviders(), "baseline", {
      ...baselineProps(subscription),
      provider,
    });
    const names = adoptables.map(({ stated }) => stated?.name);
    expect(names).toEqual(
      expect.arrayContaining([
        "csp-baseline-shop",
        "csp-baseline-service-health-europe",
        "csp-baseline-resource-health-sql",
        "csp-baseline-activity-denied-key-vault-vaults-delete",
        "allowed-locations",
      ]),
    );
  }
});

test.each([
  [
    "a name of two kinds of receivers",
    `contacts:\n  operations:\n    sms: [{ name: a, countryCode: "1", phoneNumber: "4255550100" }]\n    voice: [{ name: A, countryCode: "1", phoneNumber: "4255550100" }]`,
    "contacts.operations.voice uses a name that contacts.operations.sms also uses",
  ],
  [
    "an event hub without its rule",
    "activityLogExport: { eventHubName: x }",
    "must be left out without its rule",
  ],
  ["the required budget's name", "extraBudgets: [{ name: monthly, amount: 1 }]", "must not be monthly"],
  [
    "an expression in a parameter",
    'ownPolicyAssignments: [{ name: a, definitionId: /providers/Microsoft.Authorization/policyDefinitions/a, parameters: { x: ["${y}"] } }]',
    "which Terraform would evaluate",
  ],
  [
    "an identity without a region",
    "ownPolicyAssignments: [{ name: a, definitionId: /providers/Microsoft.Authorization/policyDefinitions/a, identity: system }]",
    "is required where there is an identity",
  ],
  [
    "a definition that is no id",
    "ownPolicyAssignments: [{ name: a, definitionId: tags }]",
    "must be the id of a policy definition",
  ],
  ["a level that Azure does not have", "serviceHealth: { extra: [{ name: a, levels: [Fatal] }] }", "levels"],
  [
    "a budget's empty filter",
    "extraBudgets: [{ name: a, amount: 1, filter: {} }]",
    "must have a dimension or a tag",
  ],
])("%s is refused", (_, lines, message) => {
  expect(baselineProblems(lines).join("\n")).toContain(message);
});
