import { describe, expect, test } from "vitest";
import { App } from "#engine";
import { renderStack } from "../../src/engine/render.ts";
import { isRecord, items, member, members } from "../../src/text/json.ts";
import { SubscriptionStack } from "../../stacks/index.ts";
import { CONTOSO, fleetOf, PARTNER } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";

const EVERYTHING = `  activityLogExport: { storageAccountId: /subscriptions/00000000-0000-0000-0000-0000000000aa/resourceGroups/rg-logs/providers/Microsoft.Storage/storageAccounts/fabrikamlogs }
  defenderPlans: { VirtualMachines: { tier: Standard, subplan: P2 } }
  policyAssignments: true
`;

/** Returns the first subscription's stack as JSON, with this provider in the fleet. */
function stackOf(provider: string, customer = ""): unknown {
  const chosen = provider === "" ? "" : `provider: ${provider}\n`;
  const fleet = fleetOf({ partner: chosen + PARTNER + EVERYTHING, contoso: customer + CONTOSO });
  const [subscription] = fleet.subscriptions;
  if (subscription === undefined) throw new Error("the fleet is empty");
  const app = new App({ outdir: temporaryFolder(), stackTraces: false });
  const { errors, json } = renderStack(new SubscriptionStack(app, { fleet, subscription }));
  expect(errors).toEqual([]);
  return JSON.parse(JSON.stringify(json));
}

const addresses = (stack: unknown) =>
  members(member(stack, "resource")).flatMap(([type, named]) =>
    members(named).map(([name]) => `${type}.${name}`),
  );
const names = (stack: unknown) => addresses(stack).map((address) => address.split(".")[1]);
const froms = (stack: unknown, block: "moved" | "removed") =>
  items(member(stack, block)).map((one) => String(member(one, "from")));
const providers = (stack: unknown) => members(member(stack, "provider")).map(([name]) => name);

describe("a stack of azapi", () => {
  const stack = stackOf("azapi");

  test("declares the same resources by the same names, all of them by azapi, and needs no other provider", () => {
    expect(names(stack).sort()).toEqual(names(stackOf("azurerm")).sort());
    expect(new Set(addresses(stack).map((address) => address.split(".")[0]))).toEqual(
      new Set(["azapi_resource"]),
    );
    expect(providers(stack)).toEqual(["azapi"]);
    expect(JSON.stringify(stack)).not.toContain("azurerm");
  });

  test("declares each resource in ARM's shape", () => {
    const resource = (name: string) => member(member(member(stack, "resource"), "azapi_resource"), name);
    expect(resource("resource_group")).toMatchObject({
      type: expect.stringMatching(/^Microsoft\.Resources\/resourceGroups@/),
      parent_id: "/subscriptions/00000000-0000-0000-0000-000000000001",
      name: "rg-csp-baseline",
      location: "westeurope",
      tags: { "managed-by": "csp-baseline" },
      body: {},
    });
    expect(resource("action_group")).toMatchObject({
      parent_id: "${azapi_resource.resource_group.id}",
      body: { properties: { groupShortName: "csp-baseline", enabled: true } },
    });
    const budget = resource("budget");
    expect(member(budget, "lifecycle")).toEqual({
      ignore_changes: ["body.properties.timePeriod.startDate"],
    });
    const notifications = member(member(member(budget, "body"), "properties"), "notifications");
    // The keys of azurerm.
    expect(new Set(Object.keys(Object(notifications)))).toEqual(
      new Set([
        "Actual_GreaterThanOrEqualTo_50.000000_Percent",
        "Actual_GreaterThanOrEqualTo_80.000000_Percent",
        "Actual_GreaterThanOrEqualTo_100.000000_Percent",
        "Forecasted_GreaterThanOrEqualTo_100.000000_Percent",
      ]),
    );
  });

  test("adopts existing resources by ids with the API version that it declares", () => {
    for (const block of items(member(stack, "import"))) {
      const to = String(member(block, "to"));
      const name = to.replace("azapi_resource.", "");
      const type = String(member(member(member(member(stack, "resource"), "azapi_resource"), name), "type"));
      const [, version = ""] = type.split("@");
      expect(member(block, "for_each"), to).toContain(`?api-version=${version}"`);
    }
    expect(items(member(stack, "import"))).toHaveLength(addresses(stack).length);
  });

  test("forgets the Defender plans that it does not declare, because Azure cannot delete them", () => {
    const left = froms(stack, "removed");
    expect(left).toContain("azapi_resource.defender_key_vaults");
    expect(left).not.toContain("azapi_resource.defender_virtual_machines");
    expect(left).toHaveLength(15);
    expect(froms(stack, "moved")).toEqual([]);
  });
});

test("a move to azapi moves every resource of azurerm, needs both providers and Terraform 1.8", () => {
  const stack = stackOf("{ name: azapi, movedFrom: azurerm }");
  expect(providers(stack).sort()).toEqual(["azapi", "azurerm"]);
  expect(member(member(stack, "terraform"), "required_version")).toBe(">= 1.8.0");
  const deployed = addresses(stackOf("azurerm")).filter((address) => address.startsWith("azurerm_"));
  expect(froms(stack, "moved")).toEqual(expect.arrayContaining(deployed));
  for (const block of items(member(stack, "moved"))) {
    const [from, to] = [String(member(block, "from")), String(member(block, "to"))];
    expect(addresses(stack)).toContain(to);
    expect(from.split(".")[1]).toBe(to.split(".")[1]);
  }
});

test("the move back forgets azapi's resources, except the contact, which stays", () => {
  const stack = stackOf("{ name: azurerm, movedFrom: azapi }");
  const there = addresses(stackOf("azapi"));
  const stays = "azapi_resource.security_contact";
  expect(froms(stack, "removed").sort()).toEqual(there.filter((address) => address !== stays).sort());
  for (const block of items(member(stack, "removed")))
    expect(member(block, "lifecycle")).toEqual([{ destroy: false }]);
  expect(addresses(stack)).toEqual(addresses(stackOf("azurerm")));
});

test("azurerm is the default, and setting it explicitly changes nothing", () => {
  expect(stackOf("azurerm")).toEqual(stackOf(""));
});

test("a customer's choice replaces the partner's", () => {
  expect(providers(stackOf("azapi", "provider: azurerm\n")).sort()).toEqual(["azapi", "azurerm"]);
  expect(providers(stackOf("azurerm", "provider: azapi\n"))).toEqual(["azapi"]);
});

test("a fleet can pin the API version of a type, for the resource, the list and the import", () => {
  const stack = stackOf('{ name: azapi, apiVersions: { Microsoft.Consumption/budgets: "2023-05-01" } }');
  const budget = member(member(member(stack, "resource"), "azapi_resource"), "budget");
  expect(member(budget, "type")).toBe("Microsoft.Consumption/budgets@2023-05-01");
  const lists = members(member(member(stack, "data"), "azapi_resource_list")).map(([, list]) => list);
  expect(lists.filter(isRecord).map(({ type }) => type)).toContain(
    "Microsoft.Consumption/budgets@2023-05-01",
  );
  expect(JSON.stringify(member(stack, "import"))).toContain("csp-baseline-monthly?api-version=2023-05-01");
});
