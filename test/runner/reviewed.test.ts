import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FakeStacks, stacks } from "./fake-stacks.ts";
import { deployIn, planIn } from "./verbs.ts";

/** Stacks with published plans, on a machine without other files of them. */
async function reviewed(all: ConstructorParameters<typeof FakeStacks>[0]) {
  const fakes = new FakeStacks(all);
  const folder = join(fakes.root, "reviewed");
  const { code } = await planIn(fakes, { publish: folder });
  expect(code).toBe(0);
  rmSync(fakes.plans, { recursive: true });
  return { fakes, folder };
}

test("stacks planned elsewhere are planned again and applied, and those without changes are not", async () => {
  const { fakes, folder } = await reviewed({ ...stacks(2), same: {} });
  const { code, err, result } = await deployIn(fakes, { reviewed: folder });
  expect([code, result.counts.applied, result.counts.unchanged]).toEqual([0, 2, 1]);
  expect([fakes.state("s1"), fakes.state("s2")]).toEqual([{ a: 1 }, { a: 1 }]);
  expect(err).toContain("2 stacks to apply: 2 to add\n  1 has nothing to do");
  // Once for the review, once for the deployment.
  expect([fakes.runs("plan", "s1"), fakes.runs("plan", "same")]).toEqual([2, 1]);
});

test("a plan beyond the reviewed one is refused, with the address", async () => {
  const { fakes, folder } = await reviewed(stacks(1));
  fakes.write("s1", "state.json", { serial: 3, resources: { b: 1 } });
  const { code, result } = await deployIn(fakes, { reviewed: folder });
  expect([code, result.stacks[0]?.status]).toEqual([2, "refused"]);
  expect(result.stacks[0]?.message).toContain("the current plan differs from the reviewed one (b)");
  expect(fakes.state("s1")).toEqual({ b: 1 });
});

test("another value than the reviewed one is refused", async () => {
  const { fakes, folder } = await reviewed(stacks(1));
  const file = join(folder, "s1.json");
  writeFileSync(file, readFileSync(file, "utf8").replace('"after":1', '"after":2'));
  const { code, result } = await deployIn(fakes, { reviewed: folder });
  expect([code, result.stacks[0]?.message]).toEqual([2, expect.stringContaining("(a)")]);
  expect(fakes.state("s1")).toEqual({});
});

test("a stack that differs from the planned one is refused before it is planned", async () => {
  const { fakes, folder } = await reviewed(stacks(1));
  fakes.write("s1", "cdk.tf.json", { resources: { a: 1 }, more: true });
  const { code, result } = await deployIn(fakes, { reviewed: folder });
  expect([code, result.stacks[0]?.message]).toEqual([
    2,
    expect.stringContaining("the stack changed after its plan was reviewed"),
  ]);
  expect(fakes.runs("plan", "s1")).toBe(1);
});

test("changes applied by an earlier machine are not repeated: only the rest is applied", async () => {
  const { fakes, folder } = await reviewed({ s1: { a: 1, b: 2 }, s2: { a: 1 } });
  fakes.write("s1", "faults.json", { "apply:b": ["Forbidden"] });
  expect((await deployIn(fakes, { reviewed: folder })).code).toBe(3);
  rmSync(fakes.plans, { recursive: true });
  const { code, result } = await deployIn(fakes, { reviewed: folder });
  expect([code, result.stacks.map(({ status }) => status)]).toEqual([0, ["applied", "unchanged"]]);
  expect(fakes.state("s1")).toEqual({ a: 1, b: 2 });
  expect(fakes.runs("apply", "s2")).toBe(1);
});

test("--resume on the same machine skips applied stacks", async () => {
  const { fakes, folder } = await reviewed(stacks(3));
  fakes.write("s2", "faults.json", { apply: ["Forbidden"] });
  expect((await deployIn(fakes, { reviewed: folder })).code).toBe(3);
  const plansOfFirst = fakes.runs("plan", "s1");
  const { code, result } = await deployIn(fakes, { reviewed: folder, resume: true });
  expect([code, result.counts.applied]).toEqual([0, 3]);
  expect(fakes.runs("plan", "s1")).toBe(plansOfFirst);
});

test("canaries are selected from stacks with changes, and a failure ends the wave", async () => {
  const { fakes, folder } = await reviewed({ ...stacks(4), same: {} });
  for (const id of ["s1", "s2", "s3", "s4"]) fakes.write(id, "faults.json", { apply: ["Forbidden"] });
  const options = { reviewed: folder, canary: "2", parallelism: "1" };
  const { code, result } = await deployIn(fakes, options);
  expect([code, result.counts.failed, result.counts["not-started"]]).toEqual([3, 1, 1]);
});

test("a stack without a reviewed plan is not changed, which is reported", async () => {
  const { fakes, folder } = await reviewed(stacks(2));
  rmSync(join(folder, "s2.json"));
  const { code, err, result } = await deployIn(fakes, { reviewed: folder });
  expect([code, result.stacks.map(({ id }) => id)]).toEqual([0, ["s1"]]);
  expect(err).toContain("1 stack without a reviewed plan: not deployed");
  expect(fakes.state("s2")).toEqual({});
});

test.each([
  ["a folder without plans", {}, "there are no plans in"],
  ["--auto-plan", { autoPlan: true }, "--auto-plan applies without a review"],
  ["--retire", { retire: "forget" as const }, "--retire uses the plan files"],
])("%s is refused", async (_, more, message) => {
  const { fakes, folder } = await reviewed(stacks(1));
  if (Object.keys(more).length === 0) rmSync(join(folder, "s1.json"));
  const { code, err } = await deployIn(fakes, { reviewed: folder, ...more });
  expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  expect(fakes.state("s1")).toEqual({});
});

describe("a file that is not the published plan stops the run before anything is applied", () => {
  const NOT_PUBLISHED = "is not a complete output of csp-baseline plan --publish";
  test.each<[string, (text: string) => string, string]>([
    [
      "JSON that was not published by plan",
      () => '{"format_version":"1.2","resource_changes":[]}',
      NOT_PUBLISHED,
    ],
    ["a truncated file", (text) => text.slice(0, text.length / 2), NOT_PUBLISHED],
    ["an empty file", () => "", "it is empty"],
    ["a binary plan", () => "PK\u0003\u0004 and more", "it is a binary plan"],
    ["two plans in a file", (text) => `${text}\n${text}`, NOT_PUBLISHED],
  ])("%s", async (_, change, message) => {
    const { fakes, folder } = await reviewed(stacks(2));
    const file = join(folder, "s2.json");
    writeFileSync(file, change(readFileSync(file, "utf8")));
    const { code, err } = await deployIn(fakes, { reviewed: folder });
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
    expect(err).toContain(file);
    expect([fakes.state("s1"), fakes.runs("apply", "s1")]).toEqual([{}, 0]);
  });
});

test("plans of another fleet and a missing folder are rejected", async () => {
  const { fakes, folder } = await reviewed(stacks(1));
  renameSync(join(folder, "s1.json"), join(folder, "other.json"));
  const { code, err } = await deployIn(fakes, { reviewed: folder });
  expect([code, err]).toEqual([2, expect.stringContaining("none of the 1 plan in")]);
  const none = await deployIn(fakes, { reviewed: join(folder, "nothing") });
  expect([none.code, none.err]).toEqual([2, expect.stringContaining("there are no plans in")]);
  expect(fakes.state("s1")).toEqual({});
});

test("the plan of one stack under the name of another is refused", async () => {
  const { fakes, folder } = await reviewed({ s1: { a: 1 }, s2: { a: 1, b: 1 } });
  renameSync(join(folder, "s1.json"), join(folder, "s2.json"));
  const { code, result } = await deployIn(fakes, { reviewed: folder });
  expect([code, result.stacks.map(({ id, status }) => [id, status])]).toEqual([2, [["s2", "refused"]]]);
  expect(fakes.state("s2")).toEqual({});
});

test("a shard without plans has nothing to apply", async () => {
  const { fakes, folder } = await reviewed(stacks(2));
  rmSync(join(folder, "s2.json"));
  const { code, err, result } = await deployIn(fakes, { reviewed: folder, only: "s2" });
  expect([code, result.stacks]).toEqual([0, []]);
  expect(err).toContain("1 stack without a reviewed plan");
});

test("without --yes a confirmation is needed: without a terminal nothing is applied", async () => {
  const { fakes, folder } = await reviewed(stacks(1));
  const { code, err } = await deployIn(fakes, { reviewed: folder, yes: false });
  expect([code, err]).toEqual([2, expect.stringContaining("add --yes")]);
  expect([fakes.state("s1"), fakes.runs("plan", "s1")]).toEqual([{}, 1]);
});

test("a plan that fails deletes the published plan of an earlier run", async () => {
  const fakes = new FakeStacks(stacks(2));
  const folder = join(fakes.root, "reviewed");
  await planIn(fakes, { publish: folder });
  fakes.write("s1", "faults.json", { plan: ["Forbidden"] });
  await planIn(fakes, { publish: folder });
  expect([existsSync(join(folder, "s1.json")), existsSync(join(folder, "s2.json"))]).toEqual([false, true]);
});
