import { expect, test } from "vitest";
import { SubscriptionBaseline } from "../../constructs/index.ts";
import { baselineProps } from "../../stacks/baseline-props.ts";
import { EXTRAS, GUID } from "../support/extras.ts";
import { stackWithProviders } from "../support/stack.ts";
import { baselineProblems, customerWithBaseline, loaded } from "./fleet-folder.ts";

test("everything beside the required parts is declared from the fleet, by both providers", () => {
  const files = { "customers/contoso.yaml": customerWithBaseline(EXTRAS) };
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
    "a definition that is not an id",
    "ownPolicyAssignments: [{ name: a, definitionId: tags }]",
    "must be the id of a policy definition",
  ],
  [
    "a ticket without its type",
    `contacts:\n  operations:\n    itsm: [{ name: a, workspaceId: "${GUID}|${GUID}", connectionId: ${GUID}, ticketConfiguration: '{"PayloadRevision":0}', region: westeurope }]`,
    "must be a JSON object with PayloadRevision and WorkItemType",
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
