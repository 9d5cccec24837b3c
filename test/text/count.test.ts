import fc from "fast-check";
import { expect, test } from "vitest";
import { count, counted } from "../../src/text/count.ts";

test("numbers are formatted as Intl does in English", () => {
  const examples: [number][] = [
    [0],
    [-0],
    [999],
    [1000],
    [-1000],
    [12345.678],
    [1e21],
    [Number.MAX_SAFE_INTEGER],
  ];
  fc.assert(
    fc.property(
      fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -9999, max: 9999 }), fc.double()),
      (value) => {
        // A count has no negative zero.
        expect(count(value)).toBe((value === 0 ? 0 : value).toLocaleString("en-US"));
      },
    ),
    { examples },
  );
});

test("a noun is singular or plural by its number", () => {
  expect([
    counted(1, "policy", "policies"),
    counted(0, "policy", "policies"),
    counted(1234, "stack"),
  ]).toEqual(["1 policy", "0 policies", "1,234 stacks"]);
});
