import fc from "fast-check";
import { expect, test } from "vitest";
import { shardOf } from "../../src/fleet/selection.ts";
import { globMatcher, inShard, parseShard } from "../../src/synthesis/index.ts";
import { fleetOf } from "../support/fleet.ts";

const names = (glob: string) =>
  fleetOf()
    .subscriptions.filter(globMatcher(glob))
    .map(({ name }) => name);

test.each([
  ["prod", ["prod"]],
  ["PROD", ["prod"]],
  ["contoso", ["prod", "sandbox"]],
  ["contoso/s*", ["sandbox"]],
  ["*-000000000002", ["sandbox"]],
  ["pro?", ["prod"]],
  ["fabrikam", []],
  ["*", ["prod", "sandbox"]],
  ["(prod|sandbox)", []],
])("--only %s names %j", (glob, expected) => {
  expect(names(glob)).toEqual(expected);
});

test("a glob with many stars is evaluated quickly", () => {
  expect(names(`${"*a".repeat(20)}${"*".repeat(1000)}!`)).toEqual([]);
});

test.each(["0/3", "4/3", "1", "1/0", "a/b", "1/3/5", "-1/3", "1.5/3", ""])("%j is not a shard", (text) => {
  expect(parseShard(text)).toBeUndefined();
});

test("every subscription is in exactly one shard", () => {
  fc.assert(
    fc.property(fc.uuid(), fc.integer({ min: 1, max: 40 }), (id, count) => {
      const shards = Array.from({ length: count }, (_, at) => inShard(id, { index: at + 1, count }));
      expect(shards.filter(Boolean)).toHaveLength(1);
    }),
  );
});

test("shards are of about the same size", () => {
  const ids = Array.from(
    { length: 2000 },
    (_, at) => `00000000-0000-0000-0000-${String(at).padStart(12, "0")}`,
  );
  for (let index = 1; index <= 10; index += 1) {
    const size = ids.filter((id) => inShard(id, { index, count: 10 })).length;
    expect(size).toBeGreaterThan(150);
    expect(size).toBeLessThan(250);
  }
});

test("an additional shard moves only the subscriptions that it receives", () => {
  fc.assert(
    fc.property(
      fc.uuid(),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 20 }),
      (id, count, index) => {
        fc.pre(index <= count);
        const before = inShard(id, { index, count });
        const after = inShard(id, { index, count: count + 1 });
        const moved = inShard(id, { index: count + 1, count: count + 1 });
        expect(after).toBe(before && !moved);
      },
    ),
  );
});

test("a subscription is only in the shard of shardOf", () => {
  fc.assert(
    fc.property(fc.uuid(), fc.integer({ min: 1, max: 20 }), (id, count) => {
      const shards = Array.from({ length: count }, (_, at) => at + 1);
      expect(shards.filter((index) => inShard(id, { index, count }))).toEqual([shardOf(id, count)]);
    }),
  );
});

test("shards are stable: a pipeline midway must find its stacks again", () => {
  const id = "00000000-0000-0000-0000-000000000001";
  expect([2, 5, 10, 100, 256].map((count) => shardOf(id, count))).toEqual([1, 4, 4, 4, 158]);
});
