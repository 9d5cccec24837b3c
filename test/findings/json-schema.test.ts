import { describe, expect, test } from "vitest";
import { FINDINGS_SCHEMA, type FindingsReport } from "../../src/findings/index.ts";
import { findingsJsonSchema } from "../../src/findings/json-schema.ts";
import { unexplainedKeys, validatorOf } from "../support/json-schema.ts";
import { smallReview } from "../support/review.ts";

const text = findingsJsonSchema();
const validate = validatorOf(JSON.parse(text));
/** Also reports keys that the schema does not name. */
const validateKnown = validatorOf(JSON.parse(findingsJsonSchema("known")));

function stackReport(): FindingsReport {
  const { generatedAt, subscriptions, summary } = smallReview();
  const findings = subscriptions.flatMap((one) => one.findings);
  return { schema: FINDINGS_SCHEMA, generatedAt, source: "stack", summary, findings };
}

/** Returns the report as a reader gets it. */
const written = (report: object): unknown => JSON.parse(JSON.stringify(report));

describe("schema/findings.json", () => {
  test("describes every key", () => {
    expect(unexplainedKeys(JSON.parse(text))).toEqual([]);
  });

  test("accepts the output of synth and names each of its keys", () => {
    expect(validate(written(stackReport()))).toEqual([]);
    expect(validateKnown(written(stackReport()))).toEqual([]);
  });

  test("allows keys of later versions", () => {
    const later = written({ ...stackReport(), added: 1 });
    expect(validate(later)).toEqual([]);
    expect(validateKnown(later)).not.toEqual([]);
  });

  test.each([
    ["another schema", { schema: "csp-baseline/findings/v2" }],
    ["an invalid source", { source: "guess" }],
    ["no summary", { summary: undefined }],
    ["an invalid instant", { generatedAt: "yesterday" }],
    ["a finding without a status", { findings: [{ control: "budget" }] }],
    ["a report of plans without their changes", { source: "plan" }],
  ])("refuses %s", (_, wrong) => {
    expect(validate(written({ ...stackReport(), ...wrong }))).not.toEqual([]);
  });
});
