import { expect, test } from "vitest";
import { loadFleet } from "../../src/controls/load-fleet.ts";
import { formatProblem } from "../../src/fleet/index.ts";
import { CONTOSO, fleetOf, folderOf, PARTNER, TODAY } from "../support/fleet.ts";

function problems(partner: string, contoso = CONTOSO): string[] {
  const result = loadFleet(folderOf({ "partner.yaml": partner, "customers/contoso.yaml": contoso }), {
    today: TODAY,
  });
  if (result.ok) throw new Error("the fleet was taken");
  return result.problems.map(formatProblem);
}

test("without a choice azurerm declares the resources of every customer", () => {
  const { customers, partner } = fleetOf();
  expect(partner.provider).toEqual({ name: "azurerm" });
  expect(customers.map(({ provider }) => provider)).toEqual([{ name: "azurerm" }]);
});

test("a name is short for a map with the name", () => {
  expect(fleetOf({ partner: `provider: azapi\n${PARTNER}` }).partner.provider).toEqual({ name: "azapi" });
});

test("a customer's choice replaces the partner's as a whole", () => {
  const [customer] = fleetOf({
    partner: `provider: { name: azapi, movedFrom: azurerm }\n${PARTNER}`,
    contoso: `provider: { name: azurerm }\n${CONTOSO}`,
  }).customers;
  expect(customer?.provider).toEqual({ name: "azurerm" });
});

test.each([
  ["another provider", "azure", /provider: /],
  [
    "a move to the same provider",
    "{ name: azapi, movedFrom: azapi }",
    /provider\.movedFrom: must differ from name/,
  ],
  [
    "an unknown resource type",
    '{ name: azapi, apiVersions: { Microsoft.Compute/disks: "2024-01-01" } }',
    /provider\.apiVersions/,
  ],
  [
    "an invalid API version",
    '{ name: azapi, apiVersions: { Microsoft.Consumption/budgets: "latest" } }',
    /must be an API version such as 2024-08-01/,
  ],
])("%s is refused, with its place", (_, provider, message) => {
  const [problem = ""] = problems(`provider: ${provider}\n${PARTNER}`);
  expect(problem).toMatch(/partner\.yaml:1:/);
  expect(problem).toMatch(message);
});

test("a contact of azurerm is rejected if azapi declares the other resources, at the line that sets it", () => {
  const asked = `${PARTNER}  securityContact: { api: azurerm }\n`;
  const [problem = "", ...more] = problems(asked, `provider: azapi\n${CONTOSO}`);
  expect(problem).toMatch(/partner\.yaml:14:22 .*securityContact\.api must be azapi, or omitted/);
  expect(more).toEqual([]);
});
