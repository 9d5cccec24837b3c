import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runnerJsonSchema } from "../../src/runner/json-schema.ts";
import { unexplainedKeys, validatorOf } from "../support/json-schema.ts";
import { FakeStacks, stacks } from "./fake-stacks.ts";
import { deployIn, planIn } from "./verbs.ts";

const FILES = ["run.json", "changed.json"] as const;
/** Also rejects keys that the schema does not name. */
const known = (file: (typeof FILES)[number]) => validatorOf(JSON.parse(runnerJsonSchema(file, "known")));

describe.each(FILES)("schema/%s", (file) => {
  const text = runnerJsonSchema(file);

  test("explains every key", () => {
    expect(unexplainedKeys(JSON.parse(text))).toEqual([]);
  });
});

test("every kind of result matches schema/run.json", async () => {
  const fakes = new FakeStacks({ ...stacks(4, { a: 1, b: 2 }), same: {} });
  fakes.write("s2", "faults.json", { plan: ["Forbidden"] });
  const planned = await planIn(fakes);
  fakes.write("s1", "faults.json", { "apply:b": ["429 Too Many Requests"] });
  fakes.write("s3", "faults.json", { apply: ["Cost management data is not supported for subscription(s)"] });
  const canary = await deployIn(fakes, { canary: "s3" });
  const rest = await deployIn(fakes, { resume: true });
  const statuses = new Set(
    [planned, canary, rest].flatMap(({ result }) => result.stacks.map((one) => one.status)),
  );
  expect(statuses).toEqual(new Set(["planned", "unchanged", "applied", "refused", "not-ready", "failed"]));
  const validate = known("run.json");
  for (const { result } of [planned, canary, rest]) expect(validate(result)).toEqual([]);
  expect(validate(JSON.parse(readFileSync(join(fakes.plans, "result.json"), "utf8")))).toEqual([]);
});

test.each([
  ["another schema", { schema: "csp-baseline/run/v2" }],
  ["an unknown verb", { verb: "destroy" }],
  ["an unknown status", { status: "fine" }],
  ["a stack without a status", { stacks: [{ id: "s1" }] }],
  ["no counts", { counts: undefined }],
])("%s does not match schema/run.json", async (_, wrong) => {
  const { result } = await planIn(new FakeStacks(stacks(1)));
  const validate = validatorOf(JSON.parse(runnerJsonSchema("run.json")));
  expect(validate(result)).toEqual([]);
  expect(validate({ ...result, later: 1 })).toEqual([]);
  expect(validate(JSON.parse(JSON.stringify({ ...result, ...wrong })))).not.toEqual([]);
});
