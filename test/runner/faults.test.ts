import { chmodSync, copyFileSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FakeStacks, stacks } from "./fake-stacks.ts";
import { deployIn, planIn, Spawned, until } from "./verbs.ts";

/* What goes wrong while stacks are deployed. After each, `--resume` ends in a clean second plan. */

async function planned(count: number, resources = { a: 1, b: 2 }): Promise<FakeStacks> {
  const fakes = new FakeStacks(stacks(count, resources));
  expect((await planIn(fakes)).code).toBe(0);
  return fakes;
}

async function expectToEndWell(fakes: FakeStacks): Promise<void> {
  const { code, err, result } = await deployIn(fakes, { resume: true });
  expect(code, `${err} ${JSON.stringify(result?.stacks)}`).toBe(0);
  const again = await planIn(fakes);
  expect(again.result.counts.unchanged).toBe(again.result.stacks.length);
}

test("Terraform is removed during a run: started stacks fail with the reason", async () => {
  const fakes = await planned(3);
  const binary = fakes.env["TERRAFORM_BINARY_NAME"] ?? "";
  copyFileSync(binary, `${binary}.kept`);
  fakes.write("s1", "slow.json", { "apply:b": 1500 });
  const run = new Spawned(fakes, "deploy", { parallelism: "1" });
  await until("the first is applied", () => fakes.isLocked("s1"));
  unlinkSync(binary);
  expect((await run.ended).code).toBe(3);
  expect(run.err).toContain("Terraform itself is missing");
  expect(fakes.state("s1")).toEqual({ a: 1, b: 2 });
  copyFileSync(`${binary}.kept`, binary);
  chmodSync(binary, 0o755);
  await expectToEndWell(fakes);
});

test.each([
  ["missing", { TERRAFORM_BINARY_NAME: "no-such-terraform" }, "is not installed"],
  ["too old", { FAKE_TERRAFORM_VERSION: "1.5.7" }, "is 1.5.7"],
])("Terraform is %s when plans are to be applied: nothing is started", async (_, env, message) => {
  const fakes = await planned(2);
  const kept = { ...fakes.env };
  Object.assign(fakes.env, env);
  const { code, err } = await deployIn(fakes);
  expect([code, err]).toEqual([3, expect.stringContaining(message)]);
  expect([fakes.state("s1"), fakes.state("s2")]).toEqual([{}, {}]);
  Object.assign(fakes.env, { FAKE_TERRAFORM_VERSION: "1.11.4" }, kept);
  await expectToEndWell(fakes);
});

test("a state locked by another process is not changed, and is applied after its release", async () => {
  const fakes = await planned(2);
  writeFileSync(join(fakes.folder("s1"), "state.lock"), "another process");
  const { code, result } = await deployIn(fakes);
  expect([code, result.counts.applied, result.counts.failed]).toEqual([3, 1, 1]);
  expect([fakes.isLocked("s1"), fakes.state("s1")]).toEqual([true, {}]);
  rmSync(join(fakes.folder("s1"), "state.lock"));
  await expectToEndWell(fakes);
});

test("two deployments at once: the second is refused, the first is not disturbed", async () => {
  const fakes = await planned(2);
  fakes.write("s1", "slow.json", { "apply:b": 1500 });
  const first = new Spawned(fakes, "deploy");
  await until("the first is at work", () => fakes.isLocked("s1"));
  const second = await deployIn(fakes, { resume: true });
  expect([second.code, second.err]).toEqual([2, expect.stringContaining("another run holds this folder")]);
  expect((await first.ended).code).toBe(0);
  expect([fakes.runs("apply", "s1"), fakes.runs("apply", "s2")]).toEqual([1, 1]);
  await expectToEndWell(fakes);
});

test("Terraform is killed in its apply: its state stays locked, which is reported, and the others are applied", async () => {
  const fakes = await planned(2);
  fakes.write("s1", "faults.json", { "apply:b": ["KILL"] });
  const { code, result } = await deployIn(fakes);
  expect([code, result.counts.applied, result.counts.failed]).toEqual([3, 1, 1]);
  expect(result.stacks[0]?.message).toMatch(/killed by SIGKILL.*may still be locked/);
  expect([fakes.isLocked("s1"), fakes.state("s1")]).toEqual([true, { a: 1 }]);
  rmSync(join(fakes.folder("s1"), "state.lock"));
  await expectToEndWell(fakes);
});

test("providers that cannot be downloaded any more stop the deployment before anything is applied", async () => {
  const fakes = await planned(3);
  for (const id of Object.keys(stacks(3))) {
    rmSync(join(fakes.folder(id), ".terraform"), { recursive: true });
    const text = "Failed to install provider: registry.terraform.io: connection refused";
    fakes.write(id, "faults.json", { init: [text, text, text] });
  }
  const { code, result } = await deployIn(fakes, { parallelism: "1" });
  expect([code, result.counts["not-started"]]).toEqual([3, 2]);
  expect(result.stopped).toContain("cannot install the providers");
  expect([1, 2, 3].map((number) => fakes.runs("apply", `s${number}`))).toEqual([0, 0, 0]);
  for (const id of Object.keys(stacks(3))) fakes.write(id, "faults.json", {});
  await expectToEndWell(fakes);
});

test.each([
  ["a storm of throttling", "429 Too Many Requests", 7],
  ["a server that fails", "unexpected status 500 (500 Internal Server Error)", 5],
  ["a token that ends", "unexpected status 401 with error: ExpiredAuthenticationToken", 5],
])("%s ends during the retries, or is given up and then resumed", async (_, text, tries) => {
  const fakes = await planned(2);
  fakes.write("s1", "faults.json", { "apply:b": Array.from({ length: tries - 1 }, () => text) });
  fakes.write("s2", "faults.json", { "apply:b": Array.from({ length: tries }, () => text) });
  const { code, result } = await deployIn(fakes);
  expect(code).toBe(3);
  expect(result.stacks).toMatchObject([
    { status: "applied", retries: tries - 1 },
    { status: "failed", retries: tries },
  ]);
  expect(fakes.state("s2")).toEqual({ a: 1 });
  await expectToEndWell(fakes);
});

test("a stack's folder is deleted during its apply: it fails, the others continue, and a new synthesis restores it", async () => {
  const fakes = await planned(3);
  fakes.write("s2", "slow.json", { "apply:b": 1500 });
  const kept = { file: readFileSync(join(fakes.folder("s2"), "cdk.tf.json")) };
  const run = new Spawned(fakes, "deploy", { parallelism: "3" });
  await until("it is applied", () => JSON.stringify(fakes.state("s2")) === '{"a":1}');
  rmSync(fakes.folder("s2"), { recursive: true });
  expect((await run.ended).code).toBe(3);
  expect([fakes.state("s1"), fakes.state("s3")]).toEqual([
    { a: 1, b: 2 },
    { a: 1, b: 2 },
  ]);
  fakes.synthesize({ s2: { a: 1, b: 2 } });
  fakes.synthesize(stacks(3, { a: 1, b: 2 }));
  expect(readFileSync(join(fakes.folder("s2"), "cdk.tf.json"))).toEqual(kept.file);
  await expectToEndWell(fakes);
});

test("the disk is full during a deployment: no further stack is started, and the result is complete after that", async () => {
  const fakes = await planned(6);
  // A process can limit file sizes in blocks of 512 bytes: this simulates a full disk for the growing file.
  const blocks = Math.ceil(statSync(join(fakes.plans, "run.jsonl")).size / 512) + 1;
  const trace = fakes.env["FAKE_TERRAFORM_TRACE"];
  delete fakes.env["FAKE_TERRAFORM_TRACE"];
  const run = new Spawned(fakes, "deploy", { parallelism: "1" }, `trap '' XFSZ; ulimit -f ${blocks}`);
  expect((await run.ended).code, run.err).toBe(3);
  expect(run.err).toMatch(/cannot write the journal .*: EFBIG/);
  expect([fakes.state("s1"), fakes.state("s6")]).toEqual([{ a: 1, b: 2 }, {}]);
  fakes.env["FAKE_TERRAFORM_TRACE"] = trace;
  await expectToEndWell(fakes);
  // Recorded results are not repeated.
  expect([fakes.runs("apply", "s1"), fakes.runs("apply", "s6")]).toEqual([0, 1]);
});
