import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { dump } from "js-yaml";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { formatFile } from "../../../src/fleet/format/format-file.ts";
import { CustomerFile, PartnerFile } from "../../../src/fleet/schema.ts";
import { parseYaml } from "../../../src/fleet/yaml-file.ts";

function formatted(text: string, schemaLine?: string): string {
  const result = formatFile(text, CustomerFile, schemaLine);
  if (!result.ok) throw new Error(result.message);
  const again = formatFile(result.text, CustomerFile, schemaLine);
  expect(again).toEqual(result);
  return result.text;
}

test.each(["fleet/partner.yaml", ...readdirSync("fleet/customers").map((name) => `fleet/customers/${name}`)])(
  "the example's %s is already formatted",
  (path) => {
    const text = readFileSync(path, "utf8");
    const schema = path.endsWith("partner.yaml") ? PartnerFile : CustomerFile;
    expect(formatFile(text, schema)).toEqual({ ok: true, text });
  },
);

describe("layout", () => {
  test.each([
    [
      "keys stand in the documentation's order, with the comments above and beside them",
      "# of t\ntenantId: t # t\n\n# of c\ncustomer: c\n",
      "# of c\ncustomer: c\n# of t\ntenantId: t # t\n",
    ],
    [
      "so do those of flow maps and of list items",
      "subscriptions:\n  - { name: n, id: i }\n  - name: m\n    id: j\n",
      "subscriptions:\n  - { id: i, name: n }\n  - id: j\n    name: m\n",
    ],
    [
      "a level is two spaces deep, lists too",
      "baseline:\n      budget:\n       amount: 5\nsubscriptions:\n- id: i\n",
      "baseline:\n  budget:\n    amount: 5\nsubscriptions:\n  - id: i\n",
    ],
    [
      "tags and their order are the user's own",
      "baseline: { tags: { b: x, a: y } }\n",
      "baseline: { tags: { b: x, a: y } }\n",
    ],
    [
      "flow collections have their spaces",
      "baseline: {budget: {actual: [ 50,80 ]}, tags: { }}\n",
      "baseline: { tags: {}, budget: { actual: [50, 80] } }\n",
    ],
    [
      "at most one empty line in a row, and none at the ends",
      "\n\ncustomer: c\n\n\n\ntenantId: t\n\n\n",
      "customer: c\n\ntenantId: t\n",
    ],
    [
      "comments keep their column where there is room",
      "customer:   c     # x\ntenantId: 'tenant'  # y\n",
      "customer: c       # x\ntenantId: tenant    # y\n",
    ],
    [
      "a comment at the end of a list or map stays in it",
      "subscriptions:\n   - id: i\n     # of the item\n   # of the list\n# of the rest\nexceptions: []\n",
      "subscriptions:\n  - id: i\n    # of the item\n  # of the list\n# of the rest\nexceptions: []\n",
    ],
    [
      "a comment above an item's first key goes above the item",
      "subscriptions:\n  - name: n\n    # why\n    id: i\n",
      "subscriptions:\n  # why\n  - id: i\n    name: n\n",
    ],
    [
      "comments about the file stay at the top",
      "# about the file\n\n# about t\ntenantId: t\ncustomer: c\n",
      "# about the file\n\ncustomer: c\n# about t\ntenantId: t\n",
    ],
    [
      "the language server's line is the first",
      "# about the file\n# yaml-language-server: $schema=x\n\ncustomer: c\n",
      "# yaml-language-server: $schema=x\n# about the file\n\ncustomer: c\n",
    ],
    [
      "a text of several lines moves as a whole",
      "exceptions:\n- reason: >-\n      a\n\n\n      b\n  control: budget\n",
      "exceptions:\n  - control: budget\n    reason: >-\n      a\n\n\n      b\n",
    ],
    [
      "a flow list of several lines stays one",
      "exceptions:\n- subscriptions: [\n      a, # x\n      b]\n",
      "exceptions:\n  - subscriptions: [\n        a, # x\n        b]\n",
    ],
    ["a document marker is removed", "---\ncustomer: c\n", "customer: c\n"],
    ["the last line gets a line end", "customer: c", "customer: c\n"],
    ["line ends are preserved", "tenantId: t\r\ncustomer: c\r\n", "customer: c\r\ntenantId: t\r\n"],
  ])("%s", (_, text, expected) => {
    expect(formatted(text)).toBe(expected);
  });

  test("a file without the language server's line gets the fleet's", () => {
    expect(formatted("customer: c\n", "# yaml-language-server: $schema=x")).toBe(
      "# yaml-language-server: $schema=x\n\ncustomer: c\n",
    );
    expect(formatted("# about\n\ncustomer: c\n", "# yaml-language-server: $schema=x")).toBe(
      "# yaml-language-server: $schema=x\n\n# about\n\ncustomer: c\n",
    );
  });
});

describe("quotes", () => {
  test.each([
    ["'contoso'", "contoso"],
    ['"Contoso Ltd"', "Contoso Ltd"],
    ['"00000000-0000-0000-0000-000000000001"', "00000000-0000-0000-0000-000000000001"],
    ["'+1 425 555 0100'", '"+1 425 555 0100"'],
    ["'on'", '"on"'],
    ['"2026-12-01"', '"2026-12-01"'],
    ["2026-12-01", "2026-12-01"],
    ["'a: b'", '"a: b"'],
    ["'say \"hi\": x'", "'say \"hi\": x'"],
    ["it's", "it's"],
    ["'5'", '"5"'],
  ])("%s is written %s", (written, expected) => {
    expect(formatted(`displayName: ${written}\n`)).toBe(`displayName: ${expected}\n`);
  });
});

test.each([
  ["anchors or aliases", "customer: &a c\ndisplayName: *a\n"],
  ["tags", "customer: !!str c\n"],
  ["a comment between a key and its value", "customer: # x\n  c\n"],
  ["keys after a ?", "? customer\n: c\n"],
  ["a text with an indentation of its own", "displayName: |2\n   a\n"],
])("a file with %s is not changed", (what, text) => {
  expect(formatFile(text, CustomerFile)).toEqual({ ok: false, message: `it has ${what}` });
});

const word = fc.oneof(
  fc.constantFrom(
    "on",
    "yes",
    "+1 425 555 0100",
    "2026-12",
    "a: b",
    "a #b",
    "'",
    '"',
    "x\ny\n\nz",
    "  a",
    "00000000-0000-0000-0000-000000000001",
    "null",
    "5",
    "- a",
    "[x]",
    "#",
    "{",
    "&a",
    "*a",
    "%",
    "@",
    "é",
    "\\",
    "a\\ b",
  ),
  fc.string({ unit: "grapheme", maxLength: 12 }),
);
const tags = fc.dictionary(
  fc.string({ unit: fc.constantFrom("a", "b", ":", "#", " ", "-"), minLength: 1, maxLength: 4 }),
  word,
  { maxKeys: 3 },
);
const baseline = fc.record(
  {
    budget: fc.record(
      { startMonth: word, amount: fc.nat(), actual: fc.array(fc.nat(), { maxLength: 3 }) },
      { requiredKeys: [] },
    ),
    tags,
    contacts: fc.record({
      security: fc.record({ phone: word, emails: fc.array(word, { maxLength: 3 }) }, { requiredKeys: [] }),
    }),
  },
  { requiredKeys: [] },
);
const customer = fc.record(
  {
    exceptions: fc.array(
      fc.record({ reason: word, control: word, subscriptions: fc.array(word, { maxLength: 2 }) }),
      { maxLength: 2 },
    ),
    subscriptions: fc.array(fc.record({ baseline, name: word, id: word }, { requiredKeys: ["id"] }), {
      maxLength: 3,
    }),
    displayName: word,
    baseline,
    customer: word,
  },
  { requiredKeys: ["customer"] },
);
const layout = fc.oneof(
  fc
    .record({
      indent: fc.integer({ min: 2, max: 5 }),
      flowLevel: fc.constantFrom(-1, 1, 2, 3),
      forceQuotes: fc.boolean(),
      noArrayIndent: fc.boolean(),
      lineWidth: fc.constantFrom(-1, 20),
    })
    .map((options) => (value: unknown) => dump(value, options)),
  fc
    .record({
      indent: fc.integer({ min: 2, max: 5 }),
      indentSeq: fc.boolean(),
      lineWidth: fc.constantFrom(0, 30),
      collectionStyle: fc.constantFrom("any" as const, "block" as const),
      blockQuote: fc.constantFrom(true, false, "folded" as const, "literal" as const),
    })
    .map((options) => (value: unknown) => stringify(value, options)),
);

/** Inserts comments and empty lines between lines where the file keeps its meaning. */
function commented(text: string, places: readonly number[]): string {
  return places.reduce((now, place, index) => {
    const lines = now.split("\n");
    const at = place % lines.length;
    const comment = index % 3 === 0 ? "" : `${" ".repeat(place % 7)}# c${index}`;
    const beside = index % 4 === 1 && lines[at] !== "";
    if (beside) lines[at] = `${lines[at]}   # b${index}`;
    else lines.splice(at, 0, comment);
    const [old, next] = [parseYaml("", now), parseYaml("", lines.join("\n"))];
    const isSame = old.ok && next.ok && JSON.stringify(old.value) === JSON.stringify(next.value);
    return isSame ? lines.join("\n") : now;
  }, text);
}

test("formatting keeps the meaning and the comments of any file and is idempotent", () => {
  let done = 0;
  fc.assert(
    fc.property(customer, layout, fc.array(fc.nat(), { maxLength: 12 }), (value, write, places) => {
      const text = commented(write(value), places);
      const before = parseYaml("", text);
      if (!before.ok) return;
      const result = formatFile(text, CustomerFile);
      if (!result.ok) return;
      done += 1;
      const after = parseYaml("", result.text);
      expect(after.ok && after.value).toEqual(before.value);
      const comments = (yaml: string) => [...yaml.matchAll(/# [cb]\d+$/gm)].map(String).sort();
      expect(comments(result.text)).toEqual(comments(text));
      expect(formatFile(result.text, CustomerFile)).toEqual(result);
    }),
    { numRuns: 120 },
  );
  expect(done).toBeGreaterThan(80);
});
