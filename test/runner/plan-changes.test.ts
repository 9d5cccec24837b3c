import fc from "fast-check";
import { expect, test } from "vitest";
import {
  beyondReviewed,
  countChanges,
  countPrinted,
  NO_CHANGES,
  type PlanJson,
  parsePlan,
} from "../../src/runner/plan-changes.ts";

type Change = NonNullable<PlanJson["resource_changes"]>[number]["change"];

const plan = (changes: Readonly<Record<string, Change>>): PlanJson => ({
  resource_changes: Object.entries(changes).map(([address, change]) => ({ address, change })),
});
const create = (after: unknown, after_unknown: unknown = {}): Change => ({
  actions: ["create"],
  before: null,
  after,
  after_unknown,
});
const noOp: Change = { actions: ["no-op"], before: {}, after: {}, after_unknown: {} };

test("changes are counted as Terraform counts them", () => {
  const counted = countChanges(
    plan({
      a: create({}),
      b: { actions: ["delete", "create"], before: {}, after: {} },
      c: { actions: ["update"], before: {}, after: {}, importing: { id: "x" } },
      d: { actions: ["forget"], before: {}, after: null },
      e: { actions: ["read"], before: null, after: {} },
      f: noOp,
    }),
    true,
  );
  expect(counted).toEqual({ add: 2, change: 1, destroy: 1, import: 1, forget: 1, any: true });
});

test("changes are also read from what Terraform prints", () => {
  const output = "things\nPlan: 6 to import, 12 to add, 3 to change, 1 to destroy.\n\nSaved";
  expect(countPrinted(output, true)).toEqual({
    import: 6,
    add: 12,
    change: 3,
    destroy: 1,
    forget: 0,
    any: true,
  });
  expect(countPrinted("No changes.", false)).toEqual(NO_CHANGES);
});

test("the rest of a plan is within it", () => {
  const reviewed = plan({ a: create({ x: 1 }), b: create({ y: 2 }) });
  expect(beyondReviewed(plan({ a: noOp, b: create({ y: 2 }) }), reviewed)).toBeUndefined();
  expect(beyondReviewed(plan({}), reviewed)).toBeUndefined();
});

test("a value that the reviewed plan did not know may be known later", () => {
  const reviewed = plan({ b: create({ name: "b", tags: {} }, { id: true, tags: { of: true } }) });
  const left = plan({ b: create({ name: "b", id: "/x/a", tags: { of: "a" } }, {}) });
  expect(beyondReviewed(left, reviewed)).toBeUndefined();
});

test.each([
  ["another address", { c: create({ y: 2 }) }],
  ["another value", { b: create({ y: 3 }) }],
  ["another value beside an unknown one", { b: create({ y: 3, id: "x" }) }],
  ["an additional value", { b: create({ y: 2, z: 1 }) }],
  ["a value that is no longer known", { b: create({}, { y: true, id: true }) }],
  ["a replacement", { b: { actions: ["delete", "create"], before: {}, after: { y: 2 } } }],
  ["an import", { b: { ...create({ y: 2 }), importing: { id: "x" } } }],
  ["an import without a change", { a: { ...noOp, importing: { id: "x" } } }],
])("%s exceeds the reviewed plan", (_, changes: Readonly<Record<string, Change>>) => {
  const reviewed = plan({ a: create({ x: 1 }), b: create({ y: 2 }, { id: true }) });
  expect(beyondReviewed(plan(changes), reviewed)).toBe(Object.keys(changes)[0]);
});

test("every part of a plan is within it, and nothing with another value is", () => {
  const value = fc.jsonValue({ maxDepth: 3 });
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value), fc.string(), (values, extra) => {
      const changes = Object.fromEntries(Object.entries(values).map(([key, one]) => [key, create({ one })]));
      const reviewed = plan(changes);
      expect(
        beyondReviewed(plan(Object.fromEntries(Object.entries(changes).slice(1))), reviewed),
      ).toBeUndefined();
      const [first] = Object.entries(values);
      if (first === undefined) return;
      const other = create({ one: [first[1], extra] });
      expect(beyondReviewed(plan({ [first[0]]: other }), reviewed)).toBe(first[0]);
    }),
  );
});

test.each(["", "[]", "{", '{"resource_changes":{}}', '{"errored":true}'])("%s is not a plan", (text) => {
  expect(() => parsePlan(text)).toThrow();
});
