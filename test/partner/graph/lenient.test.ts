import fc from "fast-check";
import { expect, test } from "vitest";
import { flag, instant, listOf, number, text } from "../../../src/partner/graph/lenient.ts";

test.each([
  [true, true],
  ["true", true],
  ["True", true],
  [false, false],
  ["false", false],
  ["not true", false],
  [1, false],
  [null, false],
  [undefined, false],
  [["true"], false],
  [{ toString: {} }, false],
])("a flag of %j is %s", (given, read) => {
  expect(flag.parse(given)).toBe(read);
});

test("no answer of Microsoft throws", () => {
  const anything = fc.anything({ withNullPrototype: true, withBigInt: true, withObjectString: true });
  fc.assert(
    fc.property(anything, (given) => {
      for (const schema of [flag, instant, number, text, listOf(text)]) schema.parse(given);
    }),
  );
});
