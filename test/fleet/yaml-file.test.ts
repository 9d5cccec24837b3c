import fc from "fast-check";
import { dump } from "js-yaml";
import { describe, expect, test } from "vitest";
import type { Path } from "../../src/fleet/path.ts";
import { formatProblem } from "../../src/fleet/problem.ts";
import { parseYaml } from "../../src/fleet/yaml-file.ts";
import { startEffort } from "../support/effort.ts";

function valueIn(text: string): unknown {
  const parsed = parseYaml("a.yaml", text);
  if (!parsed.ok) throw new Error(formatProblem(parsed.problem));
  return parsed.value;
}

function problemOf(text: string): string | undefined {
  const parsed = parseYaml("a.yaml", text);
  return parsed.ok ? undefined : formatProblem(parsed.problem);
}

function locate(text: string, path: Path): string {
  const parsed = parseYaml("a.yaml", text);
  if (!parsed.ok) throw new Error(formatProblem(parsed.problem));
  const { line, column } = parsed.file.locate(path);
  return `${line}:${column}`;
}

describe("a value's position", () => {
  test.each<[string, string, Path, string]>([
    ["the key of a member", "a: 1\nb:\n  c: 2\n", ["b", "c"], "3:3"],
    ["the item of a list", "a: [x, 'y', \"z\"]\n", ["a", 1], "1:8"],
    ["the first key of a map in a list", "a:\n  - b: 1\n    c: 2\n", ["a", 0], "2:5"],
    ["a later key of that map", "a:\n  - b: 1\n    c: 2\n", ["a", 0, "c"], "3:5"],
    ["a quoted key, its quote", "'a b': 1\n\"c\": 2\n", ["c"], "2:1"],
    ["a key in a map on one line", "a: { b: { c: 1 } }\n", ["a", "b", "c"], "1:11"],
    ["a key whose value is missing", "a: 1\nb:\nc: 2\n", ["b"], "2:1"],
    ["an item with an anchor, the anchor", "a:\n  - &x [1]\n", ["a", 0], "2:5"],
    ["an alias in a list, the alias", "a: &x [1]\nb: [0, *x]\n", ["b", 1], "2:8"],
    ["a value under an alias, where it is written", "a: &x\n  c: 1\nb: *x\n", ["b", "c"], "2:3"],
    ["a missing value, the nearest ancestor", "a:\n  b: 1\n", ["a", "c", 7, "d"], "1:1"],
    ["an explicit key", "? a\n: b\n", ["a"], "1:3"],
    ["a line after Windows line ends", "a: 1\r\nb: 2\r\n", ["b"], "2:1"],
    ["a line after old Mac line ends", "a: 1\rb: 2\r", ["b"], "2:1"],
    ["a column behind a character of two units", "a: { '😀': 1, b: 2 }\n", ["a", "b"], "1:15"],
    ["the whole document, its first key", "# comment\n\na: 1\n", [], "3:1"],
  ])("is that of %s", (_, text, path, place) => {
    expect(locate(text, path)).toBe(place);
  });

  test("is correct in any document, in any layout", () => {
    const name = fc.stringMatching(/^[a-z]{1,6}$/);
    const tree = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.constant("leaf"),
        fc.dictionary(name, tie("node"), { maxKeys: 4, noNullPrototype: true }),
        fc.array(tie("node"), { maxLength: 4 }),
      ),
    })).node;
    const layout = fc.record({
      flowLevel: fc.integer({ min: -1, max: 4 }),
      indent: fc.integer({ min: 2, max: 4 }),
    });
    fc.assert(
      fc.property(
        fc.dictionary(name, tree, { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
        layout,
        (value, options) => {
          let count = 0;
          const unique = (node: unknown): unknown => {
            if (Array.isArray(node)) return node.map(unique);
            if (typeof node !== "object" || node === null) return `v${count++}`;
            return Object.fromEntries(
              Object.entries(node).map(([key, member]) => [`${key}${count++}`, unique(member)]),
            );
          };
          const document = unique(value);
          const text = dump(document, { ...options, noRefs: true });
          const parsed = parseYaml("a.yaml", text);
          if (!parsed.ok) throw new Error(formatProblem(parsed.problem));
          expect(parsed.value).toEqual(document);
          const lines = text.split("\n");
          const check = (node: unknown, path: Path): void => {
            if (path.length > 0) {
              const last = path.at(-1);
              const { line, column } = parsed.file.locate(path);
              const there = lines[line - 1]?.slice(column - 1) ?? "";
              if (typeof last === "string") expect(there).toMatch(new RegExp(`^["']?${last}["']?:`));
              else if (typeof node === "string") expect(there.startsWith(node)).toBe(true);
            }
            if (typeof node !== "object" || node === null) return;
            for (const [key, member] of Object.entries(node))
              check(member, [...path, Array.isArray(node) ? Number(key) : key]);
          };
          check(document, []);
        },
      ),
    );
  });
});

describe("rejected, each with its position:", () => {
  test.each([
    ["an empty file", "", "a.yaml:1:1: the file is empty"],
    ["a file of comments", "# nothing\n---\n", "a.yaml:1:1: the file is empty"],
    [
      "a tab before a key",
      "a:\n\tb: 1\n",
      "a.yaml:2:1: a tab is used for indentation. YAML allows only spaces.",
    ],
    [
      "a key written twice",
      "a: 1\nb:\n  c: 1\n  'c': 2\n",
      'a.yaml:4:3: the key "c" is written twice in this map. Keep one of them.',
    ],
    [
      "several documents",
      "a: 1\n---\nb: 2\n",
      "a.yaml:3:1: the file has several documents. Remove the line ---.",
    ],
    [
      "an unknown tag",
      "a: !include b.yaml\n",
      "a.yaml:1:4: this is not YAML: unknown scalar tag !<!include>",
    ],
    ["a key __proto__", "a:\n  __proto__: { b: 1 }\n", "a.yaml:2:3: __proto__ is not allowed as a key"],
    [
      "an escaped key __proto__",
      'a: { "\\x5f_proto__": 1 }\n',
      "a.yaml:1:7: __proto__ is not allowed as a key",
    ],
    ["a value that contains itself", "a: &x\n  - *x\n", "a.yaml:2:5: the alias *x is inside its own anchor"],
    ["a null character", "a: \0\n", "a.yaml:1:4: this is not YAML: null byte is not allowed in input"],
  ])("%s", (_, text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });

  test("nesting deeper than 50", () => {
    const nested = (depth: number) => `a: ${"[".repeat(depth)}${"]".repeat(depth)}`;
    expect(problemOf(nested(40))).toBeUndefined();
    expect(problemOf(nested(51))).toContain("the file is nested deeper than 50 levels");
  });

  test("10 000 levels, quickly", () => {
    const effort = startEffort();
    expect(problemOf("[".repeat(10_000))).toContain("nested deeper");
    expect(problemOf("- ".repeat(10_000))).toContain("nested deeper");
    expect(problemOf("{a: ".repeat(10_000))).toContain("nested deeper");
    expect(effort()).toBeLessThan(50);
  });

  test("an alias bomb, quickly", () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let level = 1; level < 12; level++) {
      lines.push(
        `a${level}: &a${level} [${Array(10)
          .fill(`*a${level - 1}`)
          .join(", ")}]`,
      );
    }
    const effort = startEffort();
    expect(problemOf(lines.join("\n"))).toMatch(
      /^a\.yaml:\d+:\d+: the aliases make the file more than 20 times as large as it is$/,
    );
    expect(effort()).toBeLessThan(50);
  });
});

test("harmless aliases are accepted", () => {
  const text = `shared: &s { a: 1, b: 2 }\nuses:\n${"  - *s\n".repeat(1000)}`;
  expect(Object(valueIn(text)).uses).toHaveLength(1000);
});

test("scalars are those of YAML 1.2: no dates, and yes and no are text", () => {
  expect(valueIn("a: [2026-12, 2026-12-01, yes, NO, on, 1_000, 0x10, ~]")).toEqual({
    a: ["2026-12", "2026-12-01", "yes", "NO", "on", "1_000", 16, null],
  });
});

describe("for any text", () => {
  const fragments = fc.constantFrom(
    ..."- : ? [ ] { } , & * ! | > ' \" % @ ` # \n \r \t a b 0 ~ .".split(" "),
    " ",
    "  ",
    "\n  ",
    "\n- ",
    ": ",
    "&a ",
    "*a",
    "!!str ",
    "!<x> ",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "\ufeff",
    "\u0000",
    "<<: ",
    "__proto__: ",
    "|2-\n",
    "? ",
    "\ud800",
  );
  const hostile = fc.array(fragments, { maxLength: 60 }).map((parts) => parts.join(""));

  test("parsing neither throws nor hangs, and a fault has a position in the text", () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: "binary", maxLength: 200 })), (text) => {
        const parsed = parseYaml("a.yaml", text);
        if (parsed.ok) {
          parsed.file.locate(["a", 0, "b"]);
          return;
        }
        const { position } = parsed.problem;
        expect(position?.line).toBeGreaterThan(0);
        expect(position?.column).toBeGreaterThan(0);
        expect(position?.line).toBeLessThanOrEqual(text.split(/\r\n?|\n/).length);
      }),
      { numRuns: 5000, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: true },
    );
  });

  test("parsed values inherit only from Object", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const parsed = parseYaml("a.yaml", text);
        if (!parsed.ok || typeof parsed.value !== "object" || parsed.value === null) return;
        const expected: unknown = Array.isArray(parsed.value) ? Array.prototype : Object.prototype;
        expect(Object.getPrototypeOf(parsed.value)).toBe(expected);
      }),
    );
  });
});
