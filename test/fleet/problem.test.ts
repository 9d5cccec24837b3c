import { describe, expect, test } from "vitest";
import { describeFound, quote } from "../../src/fleet/echo.ts";
import { formatPath } from "../../src/fleet/path.ts";
import { formatProblem, tidyProblems } from "../../src/fleet/problem.ts";

const at = (file: string, line: number, column: number) => ({ file, line, column });

describe("a problem", () => {
  test("is formatted as position, path, message, value, hint", () => {
    const text = formatProblem({
      position: at("fleet/partner.yaml", 4, 3),
      path: "partner.role",
      message: "must be direct-bill",
      found: '"direct"',
      hint: "Choose one.",
    });
    expect(text).toBe(
      'fleet/partner.yaml:4:3 partner.role: must be direct-bill (found "direct"). Choose one.',
    );
  });

  test("omits missing parts", () => {
    expect(formatProblem({ path: "", message: "wrong" })).toBe("wrong");
    expect(formatProblem({ path: "fleet", message: "wrong" })).toBe("fleet: wrong");
    expect(formatProblem({ position: at("a", 1, 1), path: "", message: "wrong" })).toBe("a:1:1: wrong");
  });

  test("cannot control the terminal, including by the name of its file", () => {
    const text = formatProblem({
      position: at("a\u001b[2J\n.yaml", 1, 1),
      path: "x\u202e",
      message: "wrong",
    });
    expect(text).toBe("a\\u001b[2J\\u000a.yaml:1:1 x\\u202e: wrong");
  });

  test("problems are sorted by position, without duplicates", () => {
    const problem = (file: string, line: number, column: number) => ({
      position: at(file, line, column),
      path: "",
      message: "wrong",
    });
    const sorted = tidyProblems([
      problem("b", 1, 1),
      problem("a", 10, 1),
      problem("a", 9, 2),
      problem("a", 9, 1),
      problem("a", 9, 1),
      { path: "", message: "nowhere" },
    ]);
    expect(sorted.map(formatProblem)).toEqual([
      "nowhere",
      "a:9:1: wrong",
      "a:9:2: wrong",
      "a:10:1: wrong",
      "b:1:1: wrong",
    ]);
  });
});

test("a path shows indices in brackets and quotes keys that are not names", () => {
  expect(formatPath(["subscriptions", 0, "tags", "a b", "c"])).toBe('subscriptions[0].tags["a b"].c');
  expect(formatPath([])).toBe("");
  expect(formatPath(["x".repeat(1000)])).toHaveLength(67);
});

describe("the value found", () => {
  test.each([
    ["text", '"text"'],
    [12, "12"],
    [false, "false"],
    [null, "nothing"],
    [[], "an empty list"],
    [[1], "a list"],
    [{}, "an empty map"],
    [{ a: 1 }, "a map"],
  ])("%j is shown as %s", (value, shown) => {
    expect(describeFound(value)).toBe(shown);
  });

  test("is shortened, without splitting a character", () => {
    expect(quote("😀".repeat(100))).toBe(`"${"😀".repeat(60)}..."`);
    expect(quote("x".repeat(60))).toBe(`"${"x".repeat(60)}"`);
  });

  test("has its control characters escaped", () => {
    expect(quote("\u001b[31m\u0085\u202e")).toBe('"\\u001b[31m\\u0085\\u202e"');
  });

  test("omits the secrets of a URL", () => {
    expect(describeFound("https://user:pass@hooks.example/T000/secret?sig=abc")).toBe(
      '"https://hooks.example/..."',
    );
    expect(describeFound("https://hooks.example")).toBe('"https://hooks.example"');
  });
});
