import { expect, test } from "vitest";
import { providerMove } from "../../../src/output/markdown/provider-move.ts";
import type { ChangeAction, ResourceChange } from "../../../src/review/model.ts";

const change = (
  address: string,
  actions: readonly ChangeAction[],
  more: Partial<ResourceChange> = {},
): ResourceChange => ({
  address,
  type: address.split(".")[0] ?? "",
  actions,
  baseline: true,
  deposed: false,
  attributes: [],
  warnings: [],
  ...more,
});
const moved = (name: string, ...besides: ChangeAction[]) =>
  change(`azapi_resource.${name}`, ["move", ...besides], {
    previousAddress: `azurerm_monitor_action_group.${name}`,
  });
const back = [
  change("azapi_resource.budget", ["forget"], { takenOverBy: "azurerm_budget.budget" }),
  change("azurerm_budget.budget", ["import"], { importId: "/subscriptions/0" }),
];

test("a move to azapi without updates changes nothing in Azure", () => {
  expect(providerMove([moved("a"), moved("b")])).toBe("moves to AzAPI, nothing changes in Azure");
});

test("counts resources that are updated", () => {
  expect(providerMove([moved("a"), moved("b", "update")])).toBe(
    "moves to AzAPI, 1 resource is written again",
  );
  expect(providerMove([moved("a", "update"), moved("b", "update")])).toBe(
    "moves to AzAPI, 2 resources are written again",
  );
});

test("resources that are forgotten and imported move back to azurerm", () => {
  expect(providerMove(back)).toBe("moves to AzureRM, nothing changes in Azure");
});

test.each<[string, readonly ResourceChange[]]>([
  ["a further change", [moved("a"), change("azapi_resource.c", ["create"])]],
  ["a replacement in the move", [moved("a", "delete-create")]],
  ["an import of something else", [...back, change("azurerm_x.y", ["import"])]],
  ["a resource that is forgotten and not imported", [...back, change("azapi_resource.c", ["forget"])]],
  ["moves both ways", [...back, moved("a")]],
  [
    "a move within a provider",
    [change("azapi_resource.b", ["move"], { previousAddress: "azapi_resource.a" })],
  ],
  ["no change", []],
])("%s is not described as a move of the provider", (_, changes) => {
  expect(providerMove(changes)).toBeUndefined();
});
