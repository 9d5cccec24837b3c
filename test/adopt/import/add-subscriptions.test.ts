import fc from "fast-check";
import { load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { addSubscriptions } from "../../../src/adopt/import/index.ts";
import { subscription } from "./support.ts";

const NEW = { id: subscription(9), name: "new: on", values: [] };
const ENTRY = { id: subscription(9), name: "new: on" };

/** Returns the new text after verifying that it is the old one with an insertion. */
function added(text: string, entry: Parameters<typeof addSubscriptions>[1][number] = NEW): string {
  const result = addSubscriptions(text, [entry]);
  if (!result.ok) throw new Error(result.message);
  const { length } = result.text;
  let start = 0;
  while (start < text.length && text[start] === result.text[start]) start += 1;
  expect(result.text.slice(length - (text.length - start))).toBe(text.slice(start));
  return result.text;
}

const HEAD = "# ours\ncustomer: c   # key\ntenantId: t\n";

describe("a new subscription is added after the last one", () => {
  test.each([
    [
      "before the following text",
      `${HEAD}subscriptions:\n  - id: a\n    name: 'x'  # x\n\n# why\nexceptions: []\n`,
      "    name: 'x'  # x\n  - id: ",
    ],
    [
      "after the comments below it",
      `${HEAD}subscriptions:\n  - id: a\n    name: x\n    # later: more\n  # - id: b\n\nexceptions: []\n`,
      "  # - id: b\n  - id: ",
    ],
    [
      "with the indentation of the others",
      `${HEAD}subscriptions:\n- id: a\n  name: x\n# about exceptions\nexceptions: []\n`,
      "  name: x\n- id: ",
    ],
    [
      "after a text of several lines",
      `${HEAD}subscriptions:\n    - id: a\n      name: >-\n        x\n        y\n\nexceptions: []\n`,
      "        y\n    - id: ",
    ],
    ["after a flow map", `${HEAD}subscriptions:\n  - { id: a, name: x } # x\n`, "x } # x\n  - id: "],
    [
      "in a file without a final line end",
      `${HEAD}subscriptions:\n  - id: a\n    name: x`,
      "    name: x\n  - id: ",
    ],
    [
      "with the file's own line ends",
      `${HEAD}subscriptions:\n  - id: a\n    name: x\n`.replaceAll("\n", "\r\n"),
      "    name: x\r\n  - id: ",
    ],
    [
      "in a flow list",
      `${HEAD}subscriptions: [{ id: a, name: x }, ] # few\nexceptions: []\n`,
      "{ id: a, name: x }, { id: ",
    ],
    ["in an empty list", `${HEAD}subscriptions: [] # none\n`, "subscriptions: [{ id: "],
    ["where there is no list", `${HEAD}# the end\n`, "tenantId: t\nsubscriptions:\n  - id: "],
    [
      "after an empty baseline",
      `${HEAD}subscriptions:\n  - id: a\n    name: x\n    baseline: {}\nexceptions: []\n`,
      "baseline: {}\n  - id: ",
    ],
  ])("%s", (_, text, expected) => {
    const result = added(text);
    expect(result).toContain(expected);
    const [before, after] = [load(text), load(result)] as { subscriptions?: unknown[] }[];
    expect(after).toEqual({ ...before, subscriptions: [...(before?.subscriptions ?? []), ENTRY] });
  });
});

test("a file that cannot be edited automatically is rejected", () => {
  expect(addSubscriptions("{ customer: c }\n", [NEW]).ok).toBe(false);
  expect(addSubscriptions("a: &s []\nsubscriptions: *s\n", [NEW]).ok).toBe(false);
});

test("values from Azure are in the entry with their origin", () => {
  const values = [
    { path: ["budget", "amount"], value: 5, origin: "from Azure" },
    { path: ["contacts", "security", "emails"], value: ["a@b.example"], origin: "from Azure" },
  ];
  const text = added("subscriptions:\n  - id: a\n    name: x\n", { ...NEW, values });
  expect(text).toContain("    baseline:\n      budget:\n        amount: 5  # from Azure\n      contacts:\n");
  expect(load(text)).toMatchObject({
    subscriptions: [
      {},
      { baseline: { budget: { amount: 5 }, contacts: { security: { emails: ["a@b.example"] } } } },
    ],
  });
});

test("in any layout, all existing text is preserved byte for byte", () => {
  const comment = fc.constantFrom("", "  # c", " # - id: z");
  const lines = fc.constantFrom("", "\n", "# at the margin\n", "\n# two\n\n", "      # deep\n");
  const entry = fc.constantFrom(
    "id: a\nname: x",
    'id: a\nname: "x # y"',
    "{ id: a, name: x }",
    "id: a\nname: x\nbaseline:\n  tags: { a: b }",
    "id: a\nname: |\n  x\n",
  );
  const file = fc
    .record({
      depth: fc.constantFrom(0, 2, 4),
      entries: fc.array(fc.tuple(entry, comment, lines), { minLength: 1, maxLength: 3 }),
      tail: fc.constantFrom("", "exceptions: [] # e\n", "displayName: X\n"),
      eol: fc.constantFrom("\n", "\r\n"),
    })
    .map(({ depth, entries, eol, tail }) => {
      const items = entries.map(([text, end, after]) => {
        const [first = "", ...rest] = text.split("\n");
        const pad = " ".repeat(depth);
        const body = rest.map((line) => (line === "" ? "" : `${pad}  ${line}`));
        return [`${pad}- ${first}${end}`, ...body].join("\n").concat("\n", after);
      });
      return `customer: c\nsubscriptions:\n${items.join("")}${tail}`.replaceAll("\n", eol);
    });
  fc.assert(
    fc.property(file, (text) => {
      const [before, after] = [load(text), load(added(text))] as { subscriptions: unknown[] }[];
      expect(after).toEqual({ ...before, subscriptions: [...(before?.subscriptions ?? []), ENTRY] });
    }),
    { numRuns: 300 },
  );
});
