import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RunResult } from "../../src/runner/index.ts";
import { FakeStacks, stacks } from "./fake-stacks.ts";
import { deployIn, planIn, Spawned, until } from "./verbs.ts";

/** Planned stacks whose applies are slow at their second resource. */
async function slowStacks(count: number, milliseconds: number): Promise<FakeStacks> {
  const fakes = new FakeStacks(stacks(count, { a: 1, b: 2 }));
  await planIn(fakes);
  for (const id of Object.keys(stacks(count))) fakes.write(id, "slow.json", { "apply:b": milliseconds });
  return fakes;
}

const isApplying = (fakes: FakeStacks, id: string) => () =>
  JSON.stringify(fakes.state(id)) === '{"a":1}' && fakes.isLocked(id);

function resultOf(fakes: FakeStacks): RunResult {
  return JSON.parse(readFileSync(join(fakes.plans, "result.json"), "utf8"));
}

async function expectToEndWell(fakes: FakeStacks): Promise<void> {
  expect((await deployIn(fakes, { resume: true })).code).toBe(0);
  const { result } = await planIn(fakes);
  expect(result.counts.unchanged).toBe(result.stacks.length);
}

test("Ctrl-C once: running stacks are finished, no other is started", async () => {
  const fakes = await slowStacks(6, 1500);
  const run = new Spawned(fakes, "deploy", { parallelism: "2" });
  await until("two stacks are applied", () => isApplying(fakes, "s1")() && isApplying(fakes, "s2")());
  run.ctrlC();
  expect(await run.ended).toEqual({ code: 3, signal: null });
  expect(resultOf(fakes)).toMatchObject({ status: "interrupted", counts: { applied: 2, "not-started": 4 } });
  expect(fakes.trace().filter(({ what }) => what === "interrupt")).toEqual([]);
  expect(run.err).toContain("no further stack is started");
  expect(run.err).toContain("4 stacks left: repeat the command with --resume");
  await expectToEndWell(fakes);
});

test("Ctrl-C twice: Terraform is interrupted once, and leaves its state written and unlocked", async () => {
  const fakes = await slowStacks(3, 20_000);
  // Long enough for a third Ctrl-C before they end.
  for (const id of ["s1", "s2", "s3"]) fakes.write(id, "slow.json", { "apply:b": 20_000, interrupted: 3000 });
  const run = new Spawned(fakes, "deploy", { parallelism: "2" });
  await until("two stacks are applied", () => isApplying(fakes, "s1")() && isApplying(fakes, "s2")());
  run.ctrlC();
  await until("the first is heard", () => run.err.includes("no further stack"));
  run.ctrlC();
  await until("the second is heard", () => run.err.includes("interrupting Terraform"));
  run.ctrlC();
  await until("the third is heard", () => run.err.includes("still waiting for Terraform"));
  expect((await run.ended).code).toBe(3);
  expect(resultOf(fakes)).toMatchObject({
    status: "interrupted",
    counts: { interrupted: 2, "not-started": 1 },
  });
  const interrupts = fakes.trace().filter(({ what }) => what === "interrupt");
  expect(interrupts.map(({ stack }) => stack).sort()).toEqual(["s1", "s2"]);
  expect([fakes.isLocked("s1"), fakes.state("s1")]).toEqual([false, { a: 1 }]);
  for (const id of ["s1", "s2", "s3"]) fakes.write(id, "slow.json", {});
  await expectToEndWell(fakes);
});

test("SIGTERM acts like a second Ctrl-C", async () => {
  const fakes = await slowStacks(2, 20_000);
  const run = new Spawned(fakes, "deploy", { parallelism: "1" });
  await until("a stack is applied", isApplying(fakes, "s1"));
  run.kill("SIGTERM");
  expect((await run.ended).code).toBe(3);
  expect(resultOf(fakes).counts).toMatchObject({ interrupted: 1, "not-started": 1 });
  expect(fakes.isLocked("s1")).toBe(false);
});

test("a Terraform process that ignores the signal is awaited, for any number of signals", async () => {
  const fakes = await slowStacks(1, 0);
  const script = readFileSync(fakes.program, "utf8").replace("interrupts += 1;", "");
  writeFileSync(fakes.program, script);
  fakes.write("s1", "slow.json", { "apply:b": 2000 });
  const run = new Spawned(fakes, "deploy");
  await until("the stack is applied", isApplying(fakes, "s1"));
  run.kill("SIGTERM");
  await until("it is heard", () => run.err.includes("interrupting Terraform"));
  run.kill("SIGTERM");
  run.kill("SIGINT");
  await run.ended;
  expect(run.err).toContain("still waiting for Terraform");
  expect(fakes.state("s1")).toEqual({ a: 1, b: 2 });
  expect(resultOf(fakes).counts.applied).toBe(1);
});

test("when the run is killed, its Terraform finishes, and --resume detects that", async () => {
  const fakes = await slowStacks(3, 1500);
  const run = new Spawned(fakes, "deploy", { parallelism: "1" });
  await until("a stack is applied", isApplying(fakes, "s1"));
  run.kill("SIGKILL");
  expect((await run.ended).signal).toBe("SIGKILL");
  expect([fakes.isLocked("s1"), fakes.state("s1")]).toEqual([true, { a: 1 }]);
  const { code, result } = await deployIn(fakes, { resume: true });
  expect(code).toBe(0);
  expect(result.stacks[0]).toMatchObject({ id: "s1", status: "applied", earlier: true });
  expect(fakes.runs("apply", "s1")).toBe(1);
  expect((await planIn(fakes)).result.counts.unchanged).toBe(3);
});

test("when the run and its Terraform are killed, --resume applies the rest after the lock is released", async () => {
  const fakes = await slowStacks(1, 20_000);
  const run = new Spawned(fakes, "deploy");
  await until("the stack is applied", isApplying(fakes, "s1"));
  run.kill("SIGKILL");
  await run.ended;
  const apply = fakes.trace().find(({ verb, what }) => verb === "apply" && what === "start");
  process.kill(apply?.pid ?? 0, "SIGKILL");
  fakes.write("s1", "slow.json", {});
  const locked = await deployIn(fakes, { resume: true });
  expect([locked.code, locked.result.stacks[0]?.message]).toEqual([3, expect.stringContaining("lock")]);
  rmSync(join(fakes.folder("s1"), "state.lock"));
  await expectToEndWell(fakes);
});

test("a killed plan run is resumed where it ended", async () => {
  const fakes = new FakeStacks(stacks(4));
  fakes.write("s3", "slow.json", { plan: 20_000 });
  const run = new Spawned(fakes, "plan", { parallelism: "1" });
  await until("the third is planned", () => fakes.runs("plan", "s3") === 1);
  run.kill("SIGKILL");
  await run.ended;
  fakes.write("s3", "slow.json", {});
  const { code, result } = await planIn(fakes, { resume: true });
  expect([code, result.stacks.map(({ earlier }) => earlier ?? false)]).toEqual([
    0,
    [true, true, false, false],
  ]);
  for (const { pid, stack, verb, what } of fakes.trace()) {
    if (what === "start" && verb === "plan" && stack === "s3" && existsSync(`/proc/${pid}`))
      process.kill(pid, "SIGINT");
  }
});

test("a second run in the same folders is rejected while the first is active", async () => {
  const fakes = await slowStacks(1, 1500);
  const run = new Spawned(fakes, "deploy");
  await until("the stack is applied", isApplying(fakes, "s1"));
  const second = await deployIn(fakes, { resume: true });
  expect([second.code, second.err]).toEqual([
    2,
    expect.stringMatching(/another run holds this folder: deploy since/),
  ]);
  expect((await planIn(fakes)).code).toBe(2);
  expect((await run.ended).code).toBe(0);
});

test("Ctrl-C ends the wait for another try", async () => {
  const fakes = new FakeStacks(stacks(1));
  await planIn(fakes);
  fakes.write("s1", "faults.json", { apply: ["429 Too Many Requests"] });
  const run = new Spawned(fakes, "deploy");
  await until("it was throttled", () =>
    fakes.trace().some(({ verb, what }) => verb === "apply" && what === "end"),
  );
  run.kill("SIGINT");
  expect((await run.ended).code).toBe(3);
  await expectToEndWell(fakes);
});
