import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DeclaredStacks } from "../../src/audit/declared.ts";
import { declaredDrift } from "../../src/audit/declared-drift.ts";
import type { Evidence } from "../../src/evidence/index.ts";
import { fleetFor, guid } from "../support/plan.ts";
import { temporaryFolder } from "../support/stack.ts";

const TYPE = "Microsoft.Consumption/budgets";
const [ONE, TWO, THREE, FOUR] = [guid(1), guid(2), guid(3), guid(4)];
const IDS = [ONE, TWO, THREE, FOUR];

/** A stack with one budget, whose filter names a subscription. */
function stack(id: string, amount: number, about: string, tenant: string) {
  return {
    terraform: { backend: { local: { path: `${tenant}/${id}.tfstate` } } },
    provider: { azapi: [{ subscription_id: id, tenant_id: tenant }] },
    resource: {
      azapi_resource: {
        budget: {
          type: `${TYPE}@2024-08-01`,
          name: "monthly",
          parent_id: `/subscriptions/${id}`,
          body: { properties: { amount, filter: { name: `/subscriptions/${about}` } } },
        },
      },
    },
  };
}

/** Stacks of four subscriptions: two of one shape, one of another amount, one about another subscription. */
function declaredStacks(): DeclaredStacks {
  const folder = temporaryFolder();
  const stacks = [
    stack(ONE, 10, ONE, "t-1"),
    stack(TWO, 10, TWO, "t-2"),
    stack(THREE, 11, THREE, "t-1"),
    stack(FOUR, 10, ONE, "t-1"),
  ];
  for (const [index, json] of stacks.entries()) {
    const own = join(folder, "stacks", IDS[index] ?? "");
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, "cdk.tf.json"), JSON.stringify(json));
  }
  return new DeclaredStacks(fleetFor(IDS), folder);
}

/** Azure's resources, as the drift of the subscription's stack. */
function driftOf(stacks: DeclaredStacks, id: string, amount: number, about: string) {
  const subscription = fleetFor(IDS).subscription(id);
  const declared = subscription && stacks.resourcesOf(subscription);
  if (declared === undefined) throw new Error("no stack");
  const live: Evidence = {
    source: "azure",
    subscriptionId: id,
    resources: [
      {
        type: TYPE,
        name: "monthly",
        id: `/subscriptions/${id}/providers/${TYPE}/monthly`,
        properties: { amount, filter: { name: `/subscriptions/${about}` } },
      },
    ],
  };
  return declaredDrift(declared.resources, live, declared.owner).map(({ path }) => path);
}

test("stacks that differ only in their own ids share what is read, and each is compared by its own ids", () => {
  const stacks = declaredStacks();
  const read = IDS.map((id) => stacks.resourcesOf(fleetFor(IDS).subscription(id) ?? expect.fail()));
  expect(read[1]).toBe(read[0]);
  expect([read[2], read[3]]).not.toContain(read[0]);
  expect(driftOf(stacks, ONE, 10, ONE)).toEqual([]);
  expect(driftOf(stacks, TWO, 10, TWO)).toEqual([]);
  expect(driftOf(stacks, THREE, 11, THREE)).toEqual([]);
  expect(driftOf(stacks, FOUR, 10, ONE)).toEqual([]);
});

test("values that differ between stacks are not reused", () => {
  const stacks = declaredStacks();
  expect(driftOf(stacks, ONE, 11, ONE)).toEqual(["properties.amount"]);
  expect(driftOf(stacks, TWO, 10, ONE)).toEqual(["properties.filter.name"]);
  expect(driftOf(stacks, THREE, 10, THREE)).toEqual(["properties.amount"]);
  expect(driftOf(stacks, FOUR, 10, FOUR)).toEqual(["properties.filter.name"]);
});
