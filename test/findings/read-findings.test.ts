import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { FINDINGS_SCHEMA } from "../../src/findings/index.ts";
import { FindingsFileError, readFindings } from "../../src/output/html/index.ts";
import { finding, findingsFile, head } from "../output/html/support.ts";

function refusal(content: unknown): string {
  const file = findingsFile([]);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  try {
    readFindings(file, () => {});
  } catch (error) {
    if (error instanceof FindingsFileError) return error.message.replace(file, "FILE");
    throw error;
  }
  return "taken";
}

const whole = { schema: FINDINGS_SCHEMA, ...head([]), findings: [] };

test("returns findings one by one, then the head of the file", () => {
  const findings = [finding(), finding({ control: "security-contact", status: "pass" })];
  const read: unknown[] = [];
  const result = readFindings(findingsFile(findings), (one) => read.push(one));
  expect(read).toEqual(findings);
  expect(result).toMatchObject(head(findings));
});

test("ignores members of later versions", () => {
  expect(refusal({ ...whole, changes: [{ a: 1 }], findings: [{ ...finding(), later: 1 }] })).toBe("taken");
});

test.each([
  [
    { ...whole, schema: "other/v1" },
    'FILE is not a findings file: "schema" must be "csp-baseline/findings/v1"',
  ],
  ["[]", 'FILE is not a findings file: "schema" must be "csp-baseline/findings/v1"'],
  [
    { ...whole, findings: [finding(), finding({ control: "<b>" })] },
    "FILE findings[1].control: must be an id",
  ],
  [{ ...whole, findings: [{ ...finding(), status: "maybe" }] }, "FILE findings[0].status: "],
  [{ ...whole, findings: [7] }, "FILE findings[0]: "],
  [{ ...whole, generatedAt: "yesterday" }, "FILE generatedAt: "],
  [{ ...whole, summary: {} }, "FILE summary.subscriptions: "],
  [JSON.stringify(whole).slice(0, -3), "FILE: the file is incomplete, or not JSON: "],
  ["", "FILE: the file is incomplete, or not JSON: "],
])("rejects an invalid file with the reason: %#", (content, message) => {
  expect(refusal(content)).toContain(message);
  expect(refusal(content)).not.toContain("\n");
});

test("rejects a missing file with its name", () => {
  expect(() => readFindings("nowhere.json", () => {})).toThrow(/^nowhere\.json: ENOENT/);
});

test("cuts texts at a length that no control reaches", () => {
  const read: string[] = [];
  readFindings(findingsFile([finding({ message: "x".repeat(50_000) })]), ({ message }) => read.push(message));
  expect(read[0]).toHaveLength(4003);
});
