import fc from "fast-check";
import { expect, test } from "vitest";
import { diffAttributes, MAX_ATTRIBUTES } from "../../src/review/attribute-diff.ts";
import { Secrets } from "../../src/review/secrets.ts";
import { shorten } from "../../src/review/shorten.ts";

function diff(before: unknown, after: unknown, unknown: unknown = {}) {
  const sides = { before, after, unknown, beforeSensitive: {}, afterSensitive: {} };
  const found = diffAttributes(sides, new Secrets({}), undefined);
  return found.map((one) => `${one.path}: ${one.before ?? "-"} -> ${one.after ?? "-"}`);
}

test("lists only the leaves that differ", () => {
  expect(diff({ a: 1, b: { c: "x", d: true } }, { a: 1, b: { c: "y", d: true } })).toEqual(["b.c: x -> y"]);
});

test("null, undefined, an empty text, list and map are equal", () => {
  expect(diff({ a: null, b: [], c: {}, d: "" }, { a: [], b: {}, c: "", e: null })).toEqual([]);
});

test("false and 0 are values", () => {
  expect(diff({ a: false, b: 0 }, { a: true })).toEqual(["a: false -> true", "b: 0 -> -"]);
});

test("a list of plain values is one leaf", () => {
  expect(diff({ a: ["x", "y"] }, { a: ["x", "z"] })).toEqual(["a: x, y -> x, z"]);
});

test("matches blocks of a set by identity, not by position", () => {
  const [fifty, eighty] = [50, 80].map((threshold) => ({
    threshold,
    operator: "GreaterThan",
    threshold_type: "Actual",
    emails: ["a"],
  }));
  expect(diff({ n: [fifty, eighty] }, { n: [{ ...eighty, emails: ["b"] }, fifty] })).toEqual([
    "n[0].emails: a -> b",
  ]);
  expect(diff({ n: [fifty, eighty] }, { n: [eighty] })).toEqual([
    "n[0].threshold: 50 -> -",
    "n[0].operator: GreaterThan -> -",
    "n[0].threshold_type: Actual -> -",
    "n[0].emails: a -> -",
  ]);
});

test("matches blocks of the same name", () => {
  const receivers = (...emails: string[]) => ({
    r: emails.map((email, index) => ({ name: `n${index}`, email })),
  });
  expect(diff(receivers("a", "b"), { r: receivers("a", "c").r.toReversed() })).toEqual([
    "r[0].email: b -> c",
  ]);
});

test("an unknown value is known after apply", () => {
  expect(diff({ a: "x" }, {}, { a: true })).toEqual(["a: x -> (known after apply)"]);
  expect(diff(null, { b: {} }, { id: true, b: { c: true } })).toEqual(["b.c: - -> (known after apply)"]);
});

test("keys other than words are written in brackets", () => {
  expect(diff({ tags: {} }, { tags: { "a b": "x" } })).toEqual(['tags["a b"]: - -> x']);
});

test("leaves out attributes that providers rewrite with each change", () => {
  expect(diff({ etag: "1", output: { a: 1 } }, { etag: "2", output: { a: 2 } })).toEqual([]);
});

test("counts differences above the limit", () => {
  const many = Object.fromEntries(
    Array.from({ length: MAX_ATTRIBUTES + 7 }, (_, index) => [`a${index}`, index]),
  );
  const found = diff({}, many);
  expect(found).toHaveLength(MAX_ATTRIBUTES + 1);
  expect(found.at(-1)).toBe("...: - -> 7 more attributes");
});

test("a value has no difference to itself, and one to another value", () => {
  const value = fc.jsonValue();
  fc.assert(
    fc.property(value, (one) => {
      expect(diff({ one }, { one: structuredClone(one) })).toEqual([]);
    }),
  );
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (a, b) => {
      fc.pre(a !== b && !/[[{]/.test(a + b));
      expect(diff({ a: { b: a } }, { a: { b } })).toHaveLength(1);
    }),
  );
});

test("shortens long values in the middle, never inside a character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 150, maxLength: 400 }), (text) => {
      const short = shorten(text);
      expect(short.length).toBeLessThanOrEqual(190);
      expect(() => encodeURIComponent(short)).not.toThrow();
    }),
  );
  expect(shorten("a".repeat(100) + "b".repeat(1000))).toBe(
    `${"a".repeat(100)} ...(960 characters)... ${"b".repeat(40)}`,
  );
});
