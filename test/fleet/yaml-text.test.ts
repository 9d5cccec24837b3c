import fc from "fast-check";
import { CORE_SCHEMA, load } from "js-yaml";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { isPlain, yamlText } from "../../src/fleet/yaml-text.ts";

test.each([
  "contoso-prod",
  "Azure subscription 1",
  "Bellows & Partners LLP",
  "École supérieure des beaux-arts",
  "soc@fabrikam.example",
  "00000000-0000-0000-0000-000000000001",
  "https://hooks.fabrikam.example/azure",
])("%s needs no quotes", (text) => {
  expect(yamlText(text)).toBe(text);
});

test.each([
  "+1 425 555 0100",
  "+14255550100",
  "on",
  "No",
  "~",
  "1e3",
  "0x1F",
  "12:30",
  "2026-12-01",
  "2026-12",
  "a: b",
  "a #b",
  "- a",
  "",
  " a",
  "null",
])("%j is quoted", (text) => {
  expect(isPlain(text)).toBe(false);
  expect(yamlText(text)).toBe(`"${text}"`);
});

test("a text with quotes is enclosed in the other kind of quotes", () => {
  expect(yamlText('"Zur Post" GmbH')).toBe(`'"Zur Post" GmbH'`);
  expect(yamlText("'t Hooft #1")).toBe(`"'t Hooft #1"`);
});

test("in a flow collection its brackets and commas need quotes too", () => {
  expect(yamlText("a, b", true)).toBe('"a, b"');
  expect(yamlText("a, b")).toBe("a, b");
});

test("two parsers read every text back, in blocks and in flow", () => {
  const special = fc.constantFrom(
    ":",
    "#",
    " ",
    "-",
    "'",
    '"',
    "\\",
    "\n",
    "[",
    "}",
    ",",
    "&",
    "*",
    "!",
    "%",
    "@",
    "`",
    "0",
    "1",
    "e",
    "y",
    "~",
    "|",
    ">",
    "?",
    "\u0085",
    "\u2028",
    "\ufeff",
    "\t",
    "\u200b",
    "é",
    "😀",
    "=",
    "<",
    ".",
    "+",
    "_",
  );
  const text = fc.oneof(
    fc.string({ unit: special, maxLength: 8 }),
    fc.string({ unit: "grapheme", maxLength: 30 }),
  );
  fc.assert(
    fc.property(text, (value) => {
      const yaml = `a: ${yamlText(value)}\nb: { c: ${yamlText(value, true)}, d: [${yamlText(value, true)}] }\n`;
      const expected = { a: value, b: { c: value, d: [value] } };
      expect(load(yaml, { schema: CORE_SCHEMA })).toEqual(expected);
      expect(parse(yaml)).toEqual(expected);
      expect(parse(yaml, { version: "1.1" })).toEqual(expected);
    }),
    { numRuns: 1000 },
  );
});
