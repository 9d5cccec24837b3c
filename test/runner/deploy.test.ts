import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FakeStacks, stacks } from "./fake-stacks.ts";
import { planned } from "./planned.ts";
import { deployIn, planIn, until } from "./verbs.ts";

const THROTTLED = "unexpected status 429 (429 Too Many Requests)";

test("the reviewed plans are applied, and those without changes are not", async () => {
  const fakes = await planned({ ...stacks(2), same: {} });
  const { code, err, result } = await deployIn(fakes);
  expect(code).toBe(0);
  expect(result.counts).toMatchObject({ applied: 2, unchanged: 1 });
  expect([fakes.state("s1"), fakes.state("s2")]).toEqual([{ a: 1 }, { a: 1 }]);
  expect(fakes.runs("apply", "same")).toBe(0);
  expect(err).toContain("2 stacks to apply: 2 to add\n  1 has nothing to do");
});

test("after a deploy the next plan is clean", async () => {
  const fakes = await planned(stacks(2));
  await deployIn(fakes);
  expect((await planIn(fakes)).result.counts.unchanged).toBe(2);
});

test("a deploy after plan does not initialize again, nor plan", async () => {
  const fakes = await planned(stacks(1));
  await deployIn(fakes);
  expect([fakes.runs("init", "s1"), fakes.runs("plan", "s1")]).toEqual([1, 1]);
});

test.each([
  [
    "there is no plan",
    (fakes: FakeStacks) => rmSync(join(fakes.plans, "s1.tfplan")),
    "its plan file is missing",
  ],
  [
    "the plan file is a different one",
    (fakes: FakeStacks) => appendFileSync(join(fakes.plans, "s1.tfplan"), " "),
    "its plan file differs from the planned one",
  ],
  [
    "the stack was synthesized again",
    (fakes: FakeStacks) => fakes.write("s1", "cdk.tf.json", { resources: { a: 2 } }),
    "the stack changed after it was planned",
  ],
  [
    "the journal has no entry",
    (fakes: FakeStacks) => rmSync(join(fakes.plans, "run.jsonl")),
    "it has no finished plan",
  ],
])("a stack is refused when %s", async (_, meddle, message) => {
  const fakes = await planned(stacks(1));
  meddle(fakes);
  const { code, result } = await deployIn(fakes);
  expect([code, result.status]).toEqual([2, "refused"]);
  expect(result.stacks[0]).toMatchObject({
    status: "refused",
    message: `${message}: plan and review it first`,
  });
  expect(fakes.state("s1")).toEqual({});
});

test.each([
  [
    "plan",
    (fakes: FakeStacks) => appendFileSync(join(fakes.plans, "s2.tfplan"), " "),
    "its plan file differs from the planned one",
  ],
  [
    "stack",
    (fakes: FakeStacks) => fakes.write("s2", "cdk.tf.json", { resources: { a: 2 } }),
    "the stack changed after it was planned",
  ],
])("a %s that is swapped while earlier stacks are applied is not applied", async (_, swap, message) => {
  const fakes = await planned(stacks(2));
  fakes.write("s1", "slow.json", { apply: 1_000 });
  const deployment = deployIn(fakes, { parallelism: "1" });
  await until("s1 is applied", () => fakes.runs("apply", "s1") === 1);
  swap(fakes);
  const { code, result } = await deployment;
  expect([code, result.stacks.map(({ status }) => status)]).toEqual([2, ["applied", "refused"]]);
  expect(result.stacks[1]?.message).toContain(message);
  expect([fakes.state("s2"), fakes.runs("apply", "s2")]).toEqual([{}, 0]);
});

test("the apply uses a copy of the hashed plan, which is deleted afterwards", async () => {
  const fakes = await planned(stacks(1));
  await deployIn(fakes);
  expect(readFileSync(join(fakes.plans, "logs", "s1.log"), "utf8")).toMatch(
    / apply .*\.s1\.reviewed\.\d+\.part\.tfplan/,
  );
  expect(readdirSync(fakes.plans).filter((name) => name.includes(".part."))).toEqual([]);
});

test("a plan file that is a link is refused, even if it leads to the same plan", async () => {
  const fakes = await planned(stacks(1));
  const plan = join(fakes.plans, "s1.tfplan");
  renameSync(plan, join(fakes.root, "elsewhere"));
  symlinkSync(join(fakes.root, "elsewhere"), plan);
  const { code, result } = await deployIn(fakes);
  expect([code, result.stacks[0]?.message]).toEqual([2, expect.stringContaining("is a symbolic link")]);
  expect(fakes.state("s1")).toEqual({});
});

test("a run that loses its lock starts no further stack, and does not change the other run's files", async () => {
  const fakes = await planned(stacks(3));
  fakes.write("s1", "slow.json", { apply: 1_000 });
  const deployment = deployIn(fakes, { parallelism: "1" });
  await until("s1 is applied", () => fakes.runs("apply", "s1") === 1);
  const lock = join(fakes.plans, ".run.lock");
  const other = JSON.stringify({ pid: 1, host: "elsewhere", verb: "plan", since: "2026-11-24T12:00:00Z" });
  writeFileSync(lock, other);
  rmSync(join(fakes.plans, "result.json"));
  const { code, result } = await deployment;
  expect([code, result.stacks.map(({ status }) => status)]).toEqual([
    3,
    ["applied", "not-started", "not-started"],
  ]);
  expect(result.stopped).toContain("lost its lock");
  expect([readFileSync(lock, "utf8"), existsSync(join(fakes.plans, "result.json"))]).toEqual([other, false]);
});

test("a refused stack does not prevent the others from being applied", async () => {
  const fakes = await planned(stacks(3));
  appendFileSync(join(fakes.plans, "s2.tfplan"), " ");
  const { code, result } = await deployIn(fakes);
  expect([code, result.counts.applied, result.counts.refused]).toEqual([2, 2, 1]);
});

test("a plan whose state changed since is refused, not planned again", async () => {
  const fakes = await planned(stacks(1));
  fakes.write("s1", "state.json", { serial: 7, resources: { b: 1 } });
  const { code, result } = await deployIn(fakes);
  expect(code).toBe(2);
  expect(result.stacks[0]).toMatchObject({
    status: "refused",
    message: expect.stringContaining("plan and review it again"),
  });
  expect([fakes.state("s1"), fakes.runs("plan", "s1")]).toEqual([{ b: 1 }, 1]);
});

test("without a terminal it requires --yes", async () => {
  const fakes = await planned(stacks(1));
  const { code, err } = await deployIn(fakes, { yes: false });
  expect([code, err]).toEqual([2, expect.stringContaining("add --yes")]);
  expect(fakes.state("s1")).toEqual({});
});

test("one stack's failure does not stop the others, and --resume retries it", async () => {
  const fakes = await planned(stacks(4));
  fakes.write("s2", "faults.json", { apply: ["Forbidden"] });
  const first = await deployIn(fakes, { parallelism: "1" });
  expect([first.code, first.result.counts.applied]).toEqual([3, 3]);
  const second = await deployIn(fakes, { resume: true });
  expect([second.code, second.result.counts.applied]).toEqual([0, 4]);
  expect(fakes.runs("apply", "s1")).toBe(1);
  expect((await planIn(fakes)).result.counts.unchanged).toBe(4);
});

test("an unfinished deploy is not restarted without --resume", async () => {
  const fakes = await planned(stacks(2));
  fakes.write("s2", "faults.json", { apply: ["Forbidden"] });
  await deployIn(fakes);
  const { code, err } = await deployIn(fakes);
  expect([code, err]).toEqual([2, expect.stringContaining("continue it with --resume")]);
});

test("a repeated deployment has no changes", async () => {
  const fakes = await planned(stacks(2));
  await deployIn(fakes);
  const { code, result } = await deployIn(fakes);
  expect([code, result.stacks.map(({ earlier }) => earlier)]).toEqual([0, [true, true]]);
  expect(result.stacks[0]?.message).toBe("its plan was applied by an earlier run");
  expect(fakes.runs("apply", "s1")).toBe(1);
  const { out } = await deployIn(fakes, { format: "human" });
  expect(out).toContain(
    "Applied by an earlier run: 2 stacks; nothing was done. Plan again to see the remaining changes",
  );
  expect(out).not.toContain("to add");
});

test("an apply that was throttled halfway continues with the rest of the reviewed plan", async () => {
  const fakes = await planned(stacks(1, { a: 1, b: 2, c: 3 }));
  fakes.write("s1", "faults.json", { "apply:b": [THROTTLED], "apply:c": [THROTTLED] });
  const { code, result, waits } = await deployIn(fakes);
  expect([code, waits.length]).toEqual([0, 2]);
  expect(result.stacks[0]).toMatchObject({ status: "applied", changes: { add: 3 }, retries: 2 });
  expect(fakes.state("s1")).toEqual({ a: 1, b: 2, c: 3 });
});

test("the rest is not applied when it differs from the reviewed plan", async () => {
  const fakes = await planned(stacks(1, { a: 1, b: 2 }));
  fakes.write("s1", "faults.json", { "apply:b": ["Forbidden"] });
  await deployIn(fakes);
  fakes.write("s1", "state.json", { serial: 9, resources: { a: 5 } });
  const { code, result } = await deployIn(fakes, { resume: true });
  expect(code).toBe(2);
  expect(result.stacks[0]?.message).toContain("the rest differs from the reviewed plan (a)");
  expect(fakes.state("s1")).toEqual({ a: 5 });
});

test("a lock of another process is waited for, with the same plan", async () => {
  const fakes = await planned(stacks(1));
  const lock = "Error acquiring the state lock";
  fakes.write("s1", "faults.json", { apply: [lock, lock] });
  const { code, waits } = await deployIn(fakes);
  expect([code, waits]).toEqual([0, [10_000, 20_000]]);
  expect(fakes.runs("plan", "s1")).toBe(1);
});

test("a lock that is not released is reported at the end", async () => {
  const fakes = await planned(stacks(1));
  writeFileSync(join(fakes.folder("s1"), "state.lock"), "another process");
  const { code, result } = await deployIn(fakes);
  expect(code).toBe(3);
  expect(result.stacks[0]?.message).toContain("another process holds the state's lock");
  expect(fakes.isLocked("s1")).toBe(true);
});

test("a subscription that is not ready keeps the applied part, and the rest is resumed", async () => {
  const fakes = await planned(stacks(1, { a: 1, budget: 2 }));
  fakes.write("s1", "faults.json", {
    "apply:budget": ["Cost management data is not supported for subscription(s)"],
  });
  const first = await deployIn(fakes);
  expect([first.code, first.result.stacks[0]?.status]).toEqual([3, "not-ready"]);
  expect(fakes.state("s1")).toEqual({ a: 1 });
  expect((await deployIn(fakes, { resume: true })).code).toBe(0);
  expect(fakes.state("s1")).toEqual({ a: 1, budget: 2 });
});

test("--auto-plan plans and applies the current stacks in one step", async () => {
  const fakes = new FakeStacks({ ...stacks(2), same: {} });
  const { code, result } = await deployIn(fakes, { autoPlan: true });
  expect([code, result.counts.applied, result.counts.unchanged]).toEqual([0, 2, 1]);
  expect(result.changes).toMatchObject({ add: 2, change: 0, destroy: 0 });
  expect(fakes.trace().find(({ verb }) => verb === "plan")?.options).not.toContain("-lock=false");
  fakes.write("s1", "cdk.tf.json", { resources: { a: 2 } });
  await deployIn(fakes, { autoPlan: true });
  expect([fakes.state("s1"), fakes.runs("apply", "s2")]).toEqual([{ a: 2 }, 1]);
});

test("--auto-plan deletes older plans that could be confused with the applied one", async () => {
  const fakes = await planned(stacks(1));
  await deployIn(fakes, { autoPlan: true });
  expect(existsSync(join(fakes.plans, "s1.json"))).toBe(false);
});

test("--auto-plan can be resumed too", async () => {
  const fakes = new FakeStacks(stacks(2, { a: 1, b: 2 }));
  fakes.write("s1", "faults.json", { "apply:b": ["Forbidden"] });
  expect((await deployIn(fakes, { autoPlan: true })).code).toBe(3);
  const { code, result } = await deployIn(fakes, { autoPlan: true, resume: true });
  expect([code, result.counts.applied]).toEqual([0, 2]);
  expect([fakes.state("s1"), fakes.runs("apply", "s2")]).toEqual([{ a: 1, b: 2 }, 1]);
});

test("every transition is in the journal before the next begins", async () => {
  const fakes = await planned(stacks(1));
  await deployIn(fakes);
  const lines = readFileSync(join(fakes.plans, "run.jsonl"), "utf8").trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line).event)).toEqual([
    "run-started",
    "plan-started",
    "planned",
    "run-ended",
    "run-started",
    "apply-started",
    "apply-running",
    "applied",
    "run-ended",
  ]);
});

test("secrets in Terraform's messages are masked on the terminal, in the result and in the journal", async () => {
  const fakes = await planned(stacks(2));
  fakes.env["ARM_CLIENT_SECRET"] = "CANARY-of-the-environment";
  const error =
    'InvalidWebhookServiceUri: "https://hooks.fabrikam.example/azure?code=CANARY"; AccountKey=CANARY';
  fakes.write("s1", "faults.json", { apply: [error] });
  fakes.write("s2", "faults.json", { apply: ["sent CANARY-of-the-environment"] });
  for (const format of ["json", "human"] as const) {
    const { err, out } = await deployIn(fakes, { format, resume: true });
    const files = ["run.jsonl", "result.json"].map((name) => readFileSync(join(fakes.plans, name), "utf8"));
    expect([err, out, ...files].join("\n")).not.toContain("CANARY");
    if (format === "json") expect(out).toContain("https://hooks.fabrikam.example/...");
    fakes.write("s1", "faults.json", { plan: [error] });
    fakes.write("s2", "faults.json", { plan: ["sent CANARY-of-the-environment"] });
  }
});

test.each(["TF_WORKSPACE", "TF_CLI_ARGS", "TF_CLI_ARGS_apply"])(
  "%s in the environment is refused: it would change what Terraform does",
  async (name) => {
    const fakes = await planned(stacks(1));
    fakes.env[name] = "-lock=false";
    for (const { code, err } of [await planIn(fakes), await deployIn(fakes)]) {
      expect([code, err]).toEqual([2, expect.stringContaining(`${name} is set in the environment`)]);
    }
    fakes.env[name] = "";
    expect((await deployIn(fakes)).code).toBe(0);
  },
);

test("a workspace that is selected in a stack's folder is refused: it has a different state", async () => {
  const fakes = new FakeStacks(stacks(2));
  mkdirSync(join(fakes.folder("s1"), ".terraform"));
  writeFileSync(join(fakes.folder("s1"), ".terraform", "environment"), "dev");
  const { code, result } = await planIn(fakes);
  expect([code, result.stacks.map(({ status }) => status)]).toEqual([3, ["failed", "planned"]]);
  expect(result.stacks[0]?.message).toContain('the workspace "dev" selected');
});

test("no environment variable is recorded", async () => {
  const fakes = new FakeStacks(stacks(1));
  fakes.env["ARM_CLIENT_SECRET"] = "hunter2-hunter2";
  fakes.write("s1", "faults.json", { apply: ["Forbidden"] });
  await planIn(fakes);
  const { err, out } = await deployIn(fakes);
  const files = ["run.jsonl", "result.json", "logs/s1.log"].map((name) =>
    readFileSync(join(fakes.plans, name), "utf8"),
  );
  expect([err, out, ...files].join("\n")).not.toContain("hunter2");
});

/** A fleet beside the stacks, of one subscription; controls that the plans of these tests lack are excepted. */
