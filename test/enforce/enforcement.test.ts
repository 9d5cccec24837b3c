import { beforeAll, expect, test } from "vitest";
import { enforceJsonSchema } from "../../src/enforce/schema.ts";
import { validatorOf } from "../support/json-schema.ts";
import { idOf, World } from "./support/world.ts";

const validate = validatorOf(JSON.parse(enforceJsonSchema("known")));

let world: World;
beforeAll(async () => {
  world = await World.start();
}, 120_000);

test("a fleet without drift is clean, and Terraform does not run", async () => {
  const result = await world.enforce();
  expect(result).toMatchObject({
    status: "clean",
    summary: { subscriptions: 10, found: 0 },
    subscriptions: [],
  });
  expect(world.runs("plan")).toBe(0);
});

test("ten kinds of drift are found and repaired, and the next run finds nothing", {
  timeout: 240_000,
}, async () => {
  for (let way = 0; way < 10; way += 1) await world.break(way + 1, way);
  const shown = await world.enforce({ apply: false });
  expect(shown).toMatchObject({ mode: "show", status: "left", summary: { found: 10, repairable: 10 } });
  const result = await world.enforce();
  expect(validate(result)).toEqual([]);
  expect(result, JSON.stringify(result.subscriptions)).toMatchObject({
    mode: "apply",
    status: "repaired",
    summary: { found: 10, repaired: 10 },
  });
  for (const { drift } of result.subscriptions) {
    expect(drift.some(({ changedBy }) => /\/(write|delete)$/.test(changedBy?.operation ?? ""))).toBe(true);
  }
  expect(world.messages).toContain("canary wave: 2 to apply");
  const plans = world.runs("plan");
  expect(await world.enforce()).toMatchObject({ status: "clean", subscriptions: [] });
  expect(world.runs("plan")).toBe(plans);
});

test("an additional recipient, and a tag, are drift though no control fails", async () => {
  const [before] = (await world.audit()).subscriptions.values();
  expect(before?.drift).toEqual([]);
  await world.change(
    3,
    "resourceGroups/rg-csp-baseline/providers/Microsoft.Insights/actionGroups/ag-csp-baseline@2023-01-01",
    (body) => {
      body.properties.emailReceivers.push({
        name: "spy",
        emailAddress: "spy@else.example",
        useCommonAlertSchema: true,
      });
      body.tags = { "managed-by": "another-team" };
    },
  );
  const result = await world.enforce();
  expect(result.subscriptions).toMatchObject([{ subscriptionId: idOf(3), status: "repaired", findings: [] }]);
  const places = result.subscriptions[0]?.drift.map(({ declared, found, path }) => ({
    path,
    declared,
    found,
  }));
  expect(places).toEqual([
    { path: "properties.emailReceivers", found: expect.stringContaining("spy@else.example") },
    { path: "tags.managed-by", declared: "csp-baseline", found: "another-team" },
  ]);
});
