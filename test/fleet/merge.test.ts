import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { merge } from "../../src/fleet/merge.ts";

const key = fc.constantFrom("a", "b", "c", "__proto__", "constructor");
const { map } = fc.letrec<{ value: unknown; map: Record<string, unknown> }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.integer(),
    fc.boolean(),
    fc.array(fc.string(), { maxLength: 3 }),
    tie("map"),
  ),
  map: fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
}));

/** Maps in which a key always has a map, or always a number. */
const regular = fc.record(
  { a: fc.integer(), b: fc.record({ c: fc.integer(), d: fc.array(fc.integer()) }, { requiredKeys: [] }) },
  { requiredKeys: [] },
);

describe("merge", () => {
  test("merges maps and replaces lists and scalars", () => {
    const base = { budget: { amount: 1, actual: [50, 80] }, location: "westeurope" };
    const override = { budget: { actual: [90] }, location: "northeurope" };
    expect(merge<unknown>(base, override)).toEqual({
      budget: { amount: 1, actual: [90] },
      location: "northeurope",
    });
  });

  test("false switches a part off, and a map switches it on again", () => {
    const on = { plans: { a: 1 } };
    const off = { plans: false };
    expect(merge<unknown>(on, off)).toEqual(off);
    expect(merge<unknown>(off, on)).toEqual(on);
  });

  test("an empty override returns the base itself", () => {
    fc.assert(
      fc.property(map, (base) => {
        expect(merge<unknown>(base, undefined)).toBe(base);
        expect(merge<unknown>(base, {})).toBe(base);
        expect(merge<unknown>(base, base)).toBe(base);
      }),
    );
  });

  test("an override without changes returns the base itself, and so do its parts", () => {
    const base = { budget: { amount: 1, currency: "EUR" }, location: "westeurope" };
    expect(merge<unknown>(base, { budget: { amount: 1 } })).toBe(base);
    const merged = merge<Partial<typeof base>>(base, {
      budget: { amount: 1, currency: "EUR" },
      location: "x",
    });
    expect(merged.budget).toBe(base.budget);
  });

  test("the result has the values of the override", () => {
    fc.assert(
      fc.property(map, map, (base, override) => {
        const merged = merge<Record<string, unknown>>(base, override);
        for (const [name, value] of Object.entries(override)) {
          if (typeof value !== "object" || Array.isArray(value))
            expect(Object.entries(merged)).toContainEqual([name, value]);
        }
        expect(new Set(Object.keys(merged))).toEqual(
          new Set([...Object.keys(base), ...Object.keys(override)]),
        );
      }),
    );
  });

  test("merging an override a second time changes nothing", () => {
    fc.assert(
      fc.property(map, map, (base, override) => {
        const once = merge<unknown>(base, override);
        expect(merge<unknown>(once, override)).toEqual(once);
      }),
    );
  });

  test("is associative where no layer replaces a map by another value", () => {
    fc.assert(
      fc.property(regular, regular, regular, (a, b, c) => {
        expect(merge<unknown>(merge<unknown>(a, b), c)).toEqual(merge<unknown>(a, merge<unknown>(b, c)));
      }),
    );
  });

  test("does not change its inputs", () => {
    fc.assert(
      fc.property(map, map, (base, override) => {
        const before = structuredClone([base, override]);
        merge<unknown>(base, override);
        expect([base, override]).toEqual(before);
      }),
    );
  });

  test("shares parts of a single side", () => {
    const base = { contacts: { emails: ["a"] }, budget: { amount: 1 } };
    const merged = merge<Partial<typeof base>>(base, { budget: { amount: 2 } });
    expect(merged.contacts).toBe(base.contacts);
  });

  test("a key named __proto__ stays a key", () => {
    const hostile: unknown = JSON.parse('{ "__proto__": { "polluted": true } }');
    const merged = merge<unknown>({ a: 1 }, hostile);
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
    expect(Object.keys(Object(merged))).toEqual(["a", "__proto__"]);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});
