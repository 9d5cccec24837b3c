import { expect, test } from "vitest";
import { azurePlanJson, changeOf, guid, type Json, reviewOne, warningsIn } from "../support/plan.ts";

const SUBSCRIPTION = guid(20);
const BUDGET = "azurerm_consumption_budget_subscription.monthly";

/** Returns a plan that forgets a budget of azapi: the budget that it imports, or another one. */
function planThatForgets(named = (imported: string) => imported): Json {
  const plan = azurePlanJson("16-adopt-all");
  const budget = changeOf(plan, BUDGET);
  const { amount, id: importedId, name, time_grain: timeGrain } = budget.change.after;
  const before = {
    id: importedId.replace(name, named(name)),
    name: named(name),
    parent_id: importedId.replace(/\/providers\/.*/, ""),
    type: "Microsoft.Consumption/budgets@2024-08-01",
    body: { properties: { amount, category: "Cost", timeGrain } },
  };
  plan.resource_changes.push({
    address: "azapi_resource.budget",
    mode: "managed",
    type: "azapi_resource",
    name: "budget",
    provider_name: "registry.terraform.io/azure/azapi",
    change: { actions: ["forget"], before, after: null, after_unknown: {} },
  });
  return plan;
}

test("a resource forgotten and imported in one plan stays managed, without a warning", () => {
  const review = reviewOne(subscriptionOf(planThatForgets()), planThatForgets());
  const forgotten = review.changes.find(({ address }) => address === "azapi_resource.budget");
  expect(forgotten).toMatchObject({ actions: ["forget"], takenOverBy: BUDGET, warnings: [] });
  expect(warningsIn(review)).toEqual([]);
});

test("matches an import and a forgotten resource without regard to case", () => {
  const plan = planThatForgets((name) => name.toUpperCase());
  expect(warningsIn(reviewOne(subscriptionOf(plan), plan))).toEqual([]);
});

test("reports a resource that is forgotten and not imported", () => {
  const plan = planThatForgets((name) => `${name}-of-before`);
  const review = reviewOne(subscriptionOf(plan), plan);
  expect(warningsIn(review)).toEqual(["forgets the budget: it stays in Azure, unmanaged"]);
  expect(review.changes.find(({ address }) => address === "azapi_resource.budget")).not.toHaveProperty(
    "takenOverBy",
  );
});

function subscriptionOf(plan: Json): string {
  const { id } = changeOf(plan, BUDGET).change.after;
  return /subscriptions\/([^/]+)/.exec(id)?.[1] ?? SUBSCRIPTION;
}
