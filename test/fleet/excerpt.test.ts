import { describe, expect, test } from "vitest";
import { excerptOf } from "../../src/fleet/excerpt.ts";

/** Returns the text above the caret. */
function pointed(text: string, line: number, column: number): string | undefined {
  const excerpt = excerptOf(text, line, column);
  return excerpt?.source.slice(excerpt.mark.length - 1);
}

test("the caret is below the place", () => {
  expect(excerptOf("a: 1\r\n  budget: x # why\rc: 3", 2, 3)).toEqual({
    source: "  budget: x # why",
    mark: "  ^",
  });
  expect(pointed("a: 1\nb: 2", 2, 4)).toBe("2");
  expect(pointed("a: 1\rb: 2\r", 1, 1)).toBe("a: 1");
});

test.each([
  ["a missing line", "a: 1", 3, 1],
  ["an empty line", "a: 1\n  \nb: 2", 2, 1],
  ["no text", "", 1, 1],
])("of %s nothing is shown", (_, text, line, column) => {
  expect(excerptOf(text, line, column)).toBeUndefined();
});

test("a position after the end is at the end", () => {
  expect(excerptOf("abc", 1, 40)?.mark.length).toBeLessThanOrEqual(4);
});

test("control characters are escaped and tabs are one column, and the caret stays below the place", () => {
  const text = "x\u001b[31m: \tvalue";
  expect(excerptOf(text, 1, 9)?.source).toBe("x\\u001b[31m:  value");
  expect(pointed(text, 1, 10)).toBe("value");
  expect(excerptOf("a: \u202eevil", 1, 1)?.source).toBe("a: \\u202eevil");
});

describe("secrets of the line are not shown, at any position", () => {
  const SECRET = "T0/B0/s3cr3t";
  test.each([
    `uri: https://hooks.fabrikam.example/services/${SECRET}`,
    `- { name: itsm, uri: "https://hooks.fabrikam.example/services/${SECRET}", odd: 1 }`,
    `uri: hooks.fabrikam.example/services/${SECRET} # without its scheme`,
    `clientSecret: ${SECRET}`,
    `{ password: "${SECRET}", odd: 1 }`,
    `# token=${SECRET}`,
  ])("%s", (line) => {
    for (let column = 1; column <= line.length + 1; column += 1) {
      const { source = "" } = excerptOf(line, 1, column) ?? {};
      expect(source, `at ${column}`).not.toContain("s3cr3t");
      expect(source, `at ${column}`).not.toContain("3cr3t");
    }
  });
});

test("a long line is shortened around the position", () => {
  const line = `${"a".repeat(10)} ${"word ".repeat(60)}here: ${"b ".repeat(300)}`;
  const column = line.indexOf("here") + 1;
  expect(pointed(line, 1, column)).toMatch(/^here: b/);
  expect(excerptOf(line, 1, column)?.source.length).toBeLessThan(120);
  expect(excerptOf("x".repeat(100_000), 1, 90_000)).toBeUndefined();
});
