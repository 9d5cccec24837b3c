import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { generatedPages } from "../../../tools/pages/index.ts";
import { propsOf } from "../../../tools/pages/props.ts";
import { Schema, typeInWords } from "../../../tools/pages/schema-words.ts";
import { namedTypes } from "../../../tools/pages/types.ts";

const root = new URL("../../../", import.meta.url);
const pages = generatedPages(root);

test("the reference has each key of the schemas that editors use", () => {
  const reference = pages.get("fleet-reference.md") ?? "";
  const keys = (value: unknown): string[] => {
    if (typeof value !== "object" || value === null) return [];
    const properties = "properties" in value ? Object.keys(value.properties ?? {}) : [];
    return [...properties, ...Object.values(value).flatMap(keys)];
  };
  for (const file of ["partner.json", "customer.json"]) {
    const schema: unknown = JSON.parse(readFileSync(new URL(`schema/${file}`, root), "utf8"));
    for (const key of keys(schema))
      expect(reference).toMatch(new RegExp(`^\\| \`(\\S+[.])?${key}\` \\|`, "m"));
  }
});

test("the pages of constructs name each prop that the source has, inherited ones too", () => {
  for (const [path, text] of pages) {
    if (!path.startsWith("constructs/")) continue;
    const name = path.replace(/constructs\/(.*)\.md/, "$1");
    const source = readFileSync(new URL(`constructs/${name}.ts`, root), "utf8");
    const body = /^export interface \w+Props\b[\s\S]*?^\}/gm.exec(source)?.[0] ?? "";
    for (const [, prop] of body.matchAll(/^ {2}readonly (\w+)/gm)) expect(text).toContain(`| \`${prop}\` |`);
  }
  expect(pages.get("constructs/resource-health-alert.md")).toContain("| `actionGroupIds` |");
});

test("props are read with their docstrings, defaults, and types over several lines", () => {
  const source = `export interface P {
  /** What. @default none */
  readonly a?: { readonly x: string; readonly y: number };
  /**
   * Long
   * text. @default off
   */
  readonly b:
    | Pick<Q, "a">
    | false;
  readonly c: readonly string[];
  readonly d: {
    /** Inside. */
    readonly e: string;
    readonly f?: number;
  };
}
`;
  expect(propsOf("P", source)).toEqual([
    { name: "a", optional: true, type: "{ x: string; y: number }", text: "What.", default: "none" },
    { name: "b", optional: false, type: 'Pick<Q, "a"> | false', text: "Long text.", default: "off" },
    { name: "c", optional: false, type: "string[]", text: "", default: undefined },
    { name: "d", optional: false, type: "{ e: string; f?: number; }", text: "", default: undefined },
  ]);
  expect(() => propsOf("Q", source)).toThrow("no interface Q");
});

test.each([
  [{ type: "integer", minimum: 1, maximum: 1000 }, "whole number 1 to 1000"],
  [{ type: "array", minItems: 1, maxItems: 100, items: { type: "string" } }, "list of 1 to 100: text"],
  [
    {
      anyOf: [
        { type: "string", title: "Phone number" },
        { type: "boolean", const: false },
      ],
    },
    "phone number or `false`",
  ],
  [{ enum: ["Low", "High"] }, "`Low`, `High`"],
])("a type is described with its limits: %j", (schema, words) => {
  expect(typeInWords(Schema.parse(schema))).toBe(words);
});

test("a text of a certain format needs a description of the format", () => {
  const form = { type: "string", pattern: "^[a-z]+$" };
  expect(typeInWords(Schema.parse({ ...form, title: "A word" }))).toBe("a word");
  expect(() => typeInWords(Schema.parse(form))).toThrow("has no title");
});

test("types of props are described: members of an interface, choices of a list, and the types of these", () => {
  const sources = [
    'export const SIZES = [\n  "small",\n  "big",\n] as const;\nexport type Size = (typeof SIZES)[number];\n',
    "export interface Box {\n  /** How big. */\n  readonly size: Size;\n}\n",
  ];
  expect(namedTypes("Readonly<Record<string, Box>>", sources)).toEqual([
    { name: "Box", kind: "interface" },
    { name: "Size", kind: "text", text: '"small" | "big"' },
  ]);
  expect(pages.get("constructs/service-health-alert.md")).toContain('`ServiceHealthEvent` is `"Incident" | ');
});
