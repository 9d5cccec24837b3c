import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { FileElementsError, readFileElements } from "../../src/findings/file-elements.ts";
import { temporaryFolder } from "../support/stack.ts";

const folder = temporaryFolder();

function read(text: string | Buffer): { elements: unknown[]; rest: unknown } {
  const file = join(folder, "file.json");
  writeFileSync(file, text);
  const elements: unknown[] = [];
  const rest = readFileElements(file, "findings", (element) => elements.push(element));
  return { elements, rest };
}

const document = fc.record({
  before: fc.jsonValue(),
  findings: fc.array(fc.jsonValue()),
  other: fc.array(fc.jsonValue()),
  after: fc.record({ findings: fc.array(fc.jsonValue()) }),
});

test("elements are equal to those of JSON.parse in any layout of the file", () => {
  fc.assert(
    fc.property(document, fc.constantFrom(undefined, 1, "\t", "\r\n"), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      if (Array.isArray(value.before)) value.before = value.before.map(() => 0);
      const { elements, rest } = read(text);
      const parsed = JSON.parse(text);
      expect(elements).toEqual(parsed.findings);
      expect(rest).toEqual({
        ...parsed,
        before: JSON.parse(JSON.stringify(value.before)),
        findings: parsed.findings.map(() => 0),
        other: parsed.other.map(() => 0),
      });
    }),
  );
});

test("rejects a file that ends early, at any position", () => {
  const text = JSON.stringify({ a: "x", findings: [{ b: ["]", "}"] }, '\\"', 7], c: { d: 1 } });
  for (let length = 0; length < text.length; length++) {
    expect(() => read(text.slice(0, length)), `${length}`).toThrow(FileElementsError);
  }
  expect(read(text).elements).toHaveLength(3);
});

test.each([
  ['{"findings":[1,,2]}'],
  ['{"findings":[1,]}'],
  ['{"findings":[1 2]}'],
  ['{"findings":[1}}'],
  ['{"findings":[1]]'],
  ['{"findings":[{"a":1]]}'],
  ['{"findings":[1]} x'],
  ["{'findings':[1]}"],
])("rejects text that is not JSON: %s", (text) => {
  expect(() => read(text)).toThrow(FileElementsError);
});

test("reads characters and elements across the ends of pieces", () => {
  const findings = Array.from({ length: 30_000 }, (_, index) => `é\u{1f600}${"x".repeat(index % 90)}\\"`);
  const { elements, rest } = read(JSON.stringify({ head: "ü".repeat(600_000), findings }));
  expect(elements).toEqual(findings);
  expect(rest).toMatchObject({ head: "ü".repeat(600_000) });
});

test("ignores a byte order mark and reports UTF-16", () => {
  expect(read('\ufeff{"findings":[1]}').elements).toEqual([1]);
  expect(() => read(Buffer.from('\ufeff{"findings":[1]}', "utf16le"))).toThrow(/UTF-16.*Out-File/);
});

test("limits the size of an element and of the rest", () => {
  expect(() => read(`{"findings":["${"x".repeat(2_000_000)}"]}`)).toThrow(/larger than 1 MB/);
  expect(() => read(`{"a":"${"x".repeat(17_000_000)}"}`)).toThrow(/too large/);
});
