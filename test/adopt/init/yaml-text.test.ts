import fc from "fast-check";
import { load } from "js-yaml";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { yamlMap, yamlText } from "../../../src/adopt/init/yaml-text.ts";

const awkward = fc.constantFrom(
  "true",
  "No",
  "null",
  "~",
  "2026-12",
  "1e3",
  "0x1f",
  "12:30:45",
  "a: b",
  "a #b",
  "[a]",
  "{a}",
  "- a",
  "a, b",
  'O\'Neil "&" Söhne',
  "*a",
  "&a",
  "!a",
  "%a",
  "@a",
  "`a",
  "a:",
  "=",
  "__proto__",
);
const texts = fc.oneof(awkward, fc.string({ minLength: 1 }), fc.string({ minLength: 1, unit: "grapheme" }));

test("any text is read back unchanged, alone, in a list and in a map, in both versions of YAML", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const document = `alone: ${yamlText(text)}\nlist: [${yamlText(text)}]\nmap: ${yamlMap({ a: text })}\n`;
      const wanted = { alone: text, list: [text], map: { a: text } };
      expect(load(document)).toEqual(wanted);
      expect(parse(document)).toEqual(wanted);
      expect(parse(document, { version: "1.1" })).toEqual(wanted);
    }),
  );
});

test("names, addresses and ids are not quoted", () => {
  for (const plain of [
    "Contoso Ltd",
    "soc@fabrikam.example",
    "westeurope",
    "00000000-0000-0000-0000-000000000001",
  ])
    expect(yamlText(plain)).toBe(plain);
});

test("a map omits members without a value", () => {
  expect(yamlMap({ type: "cloud", project: undefined })).toBe("{ type: cloud }");
});
