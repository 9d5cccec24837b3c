import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CONTOSO, PARTNER } from "../support/fleet.ts";
import { FakeStacks, stacks } from "./fake-stacks.ts";
import { planIn, Spawned } from "./verbs.ts";

const THROTTLED = "unexpected status 429 (429 Too Many Requests) with error: TooManyRequests";

test("every stack gets a plan, its JSON, and a line in the result", async () => {
  const fakes = new FakeStacks({ ...stacks(3), same: {} });
  const { code, result } = await planIn(fakes);
  expect(code).toBe(0);
  expect(result).toMatchObject({
    schema: "csp-baseline/run/v1",
    verb: "plan",
    status: "ok",
    counts: { planned: 3, unchanged: 1, failed: 0 },
    changes: { add: 3, change: 0, destroy: 0, any: true },
  });
  expect(result.stacks.map(({ id, status }) => `${id} ${status}`)).toEqual([
    "s1 planned",
    "s2 planned",
    "s3 planned",
    "same unchanged",
  ]);
  expect(JSON.parse(readFileSync(join(fakes.plans, "s1.json"), "utf8"))).toHaveProperty("resource_changes");
  expect(existsSync(join(fakes.plans, "s1.tfplan"))).toBe(true);
  expect(JSON.parse(readFileSync(join(fakes.plans, "result.json"), "utf8"))).toEqual(result);
});

test("a plan does not change or lock a state", async () => {
  const fakes = new FakeStacks(stacks(1));
  await planIn(fakes);
  expect(fakes.trace().find(({ verb }) => verb === "plan")?.options).toContain("-lock=false");
  expect(fakes.state("s1")).toEqual({});
});

test("no more stacks run at a time than --parallelism says", async () => {
  const fakes = new FakeStacks(stacks(8));
  for (const id of Object.keys(stacks(8))) fakes.write(id, "slow.json", { plan: 400 });
  await planIn(fakes, { parallelism: "3" });
  expect(fakes.widest()).toBe(3);
});

test("one stack's failure neither stops nor marks another", async () => {
  const fakes = new FakeStacks(stacks(5));
  fakes.write("s2", "faults.json", { plan: ["creating the budget: Forbidden"] });
  const { code, result } = await planIn(fakes, { parallelism: "1" });
  expect(code).toBe(3);
  expect(result.counts).toMatchObject({ planned: 4, failed: 1 });
  expect(result.stacks[1]).toMatchObject({
    id: "s2",
    status: "failed",
    message: "creating the budget: Forbidden",
  });
});

test("a failed plan leaves no plan file, including an earlier one", async () => {
  const fakes = new FakeStacks(stacks(1));
  await planIn(fakes);
  fakes.write("s1", "faults.json", { plan: ["it broke"] });
  await planIn(fakes);
  const left = readdirSync(fakes.plans).filter((name) => name.includes("s1"));
  expect(left).toEqual([]);
});

test("a plan file that Terraform marks as errored is a failure", async () => {
  const fakes = new FakeStacks(stacks(1));
  fakes.write("s1", "cdk.tf.json", { resources: { a: 1 } });
  fakes.write("s1", "shown.json", { errored: true });
  const { result } = await planIn(fakes);
  expect(result.stacks[0]).toMatchObject({
    status: "failed",
    message: expect.stringContaining("incomplete"),
  });
});

test("throttling is retried with growing delays, at least as long as Azure asks", async () => {
  const fakes = new FakeStacks(stacks(1));
  fakes.write("s1", "faults.json", { plan: [THROTTLED, THROTTLED, `${THROTTLED} Retry-After: 45`] });
  const { code, result, waits } = await planIn(fakes);
  expect(code).toBe(0);
  expect(waits).toEqual([5_000, 10_000, 45_000]);
  expect(result.stacks[0]).toMatchObject({ status: "planned", retries: 3 });
});

test("continued throttling is given up at the end", async () => {
  const fakes = new FakeStacks(stacks(2));
  fakes.write("s1", "faults.json", { plan: Array.from({ length: 50 }, () => THROTTLED) });
  const { code, result } = await planIn(fakes);
  expect(code).toBe(3);
  expect(result.counts).toMatchObject({ planned: 1, failed: 1 });
  expect(result.stacks[0]?.message).toContain("429");
  expect(fakes.runs("plan", "s1")).toBe(7);
});

test.each([
  "dial tcp: i/o timeout",
  "unexpected status 500 (500 Internal Server Error)",
  "ExpiredAuthenticationToken",
])("a transient failure is retried: %s", async (text) => {
  const fakes = new FakeStacks(stacks(1));
  fakes.write("s1", "faults.json", { init: [text], plan: [text], show: [text] });
  const { code, result } = await planIn(fakes);
  expect([code, result.stacks[0]?.retries]).toEqual([0, 3]);
});

test("a subscription that Cost Management does not accept yet is not ready, which is not a failure", async () => {
  const fakes = new FakeStacks(stacks(1));
  fakes.write("s1", "faults.json", {
    plan: ["Cost management data is not supported for subscription(s) s1"],
  });
  const { code, result, waits } = await planIn(fakes);
  expect([code, waits]).toEqual([3, []]);
  expect(result.counts).toMatchObject({ "not-ready": 1, failed: 0 });
  expect(result.stacks[0]?.message).toContain("48 hours");
});

test("providers are installed by one stack alone, then from its cache with its lock file", async () => {
  const fakes = new FakeStacks(stacks(6));
  fakes.write("s1", "slow.json", { init: 150 });
  await planIn(fakes, { parallelism: "4" });
  const inits = fakes.trace().filter(({ verb }) => verb === "init");
  expect(inits.slice(0, 2).map(({ what }) => what)).toEqual(["start", "end"]);
  expect(new Set(inits.map(({ cache }) => cache))).toEqual(new Set([join(fakes.out, ".plugin-cache")]));
  expect(inits.every(({ options }) => !options.includes("-lockfile=readonly"))).toBe(true);
});

test("a committed lock file is copied into each stack and respected", async () => {
  const fakes = new FakeStacks(stacks(2));
  writeFileSync(join(fakes.root, ".terraform.lock.hcl"), "committed");
  await planIn(fakes);
  for (const id of ["s1", "s2"]) {
    expect(readFileSync(join(fakes.folder(id), ".terraform.lock.hcl"), "utf8")).toBe("committed");
  }
  const inits = fakes.trace().filter(({ verb }) => verb === "init");
  expect(inits.every(({ options }) => options.includes("-lockfile=readonly"))).toBe(true);
});

test("the user's own plugin cache is used", async () => {
  const fakes = new FakeStacks(stacks(1));
  fakes.env["TF_PLUGIN_CACHE_DIR"] = join(fakes.root, "cache");
  await planIn(fakes);
  expect(fakes.trace().find(({ verb }) => verb === "init")?.cache).toBe(join(fakes.root, "cache"));
});

test("a stack is not initialized again until its providers or its backend change", async () => {
  const fakes = new FakeStacks(stacks(1));
  await planIn(fakes);
  await planIn(fakes);
  expect(fakes.runs("init", "s1")).toBe(1);
  fakes.write("s1", "cdk.tf.json", { terraform: { backend: { local: { path: "x" } } } });
  await planIn(fakes);
  expect(fakes.runs("init", "s1")).toBe(2);
});

test("a stack that turns out to be uninitialized is initialized", async () => {
  const fakes = new FakeStacks(stacks(1));
  await planIn(fakes);
  fakes.write("s1", "faults.json", { plan: ["Required plugins are not installed"] });
  expect((await planIn(fakes)).code).toBe(0);
  expect(fakes.runs("init", "s1")).toBe(2);
});

test("when the providers cannot be installed, no other stack is tried", async () => {
  const fakes = new FakeStacks(stacks(20));
  fakes.write("s1", "faults.json", { init: Array.from({ length: 9 }, () => "Failed to install provider") });
  const { code, err, result } = await planIn(fakes, { parallelism: "2", format: "json" });
  expect(code).toBe(3);
  expect(result.stopped).toContain("cannot install the providers");
  expect(result.counts["not-started"]).toBeGreaterThan(15);
  expect(fakes.trace().filter(({ stack, verb }) => verb === "init" && stack !== "s1")).toEqual([]);
  expect(err).toContain("failed");
});

test("a backend that one stack cannot reach fails only that stack", async () => {
  const fakes = new FakeStacks(stacks(3));
  fakes.write("s1", "faults.json", {
    init: ["Failed to get existing workspaces: storage account not found"],
  });
  expect((await planIn(fakes)).result.counts).toMatchObject({ planned: 2, failed: 1 });
});

test("--resume skips planned stacks and plans the rest", async () => {
  const fakes = new FakeStacks(stacks(3));
  fakes.write("s2", "faults.json", { plan: ["it broke"] });
  await planIn(fakes);
  const { code, result } = await planIn(fakes, { resume: true });
  expect([code, result.counts.planned]).toEqual([0, 3]);
  expect(result.stacks.map(({ earlier }) => earlier ?? false)).toEqual([true, false, true]);
  expect(["s1", "s2", "s3"].map((id) => fakes.runs("plan", id))).toEqual([1, 2, 1]);
});

test("--resume plans stacks again that were synthesized since, or whose plan changed", async () => {
  const fakes = new FakeStacks(stacks(3));
  await planIn(fakes);
  fakes.write("s1", "cdk.tf.json", { resources: { a: 2 } });
  writeFileSync(join(fakes.plans, "s2.tfplan"), "another");
  await planIn(fakes, { resume: true });
  expect(["s1", "s2", "s3"].map((id) => fakes.runs("plan", id))).toEqual([2, 2, 1]);
});

test("an incomplete last line of the journal is skipped", async () => {
  const fakes = new FakeStacks(stacks(2));
  await planIn(fakes);
  const path = join(fakes.plans, "run.jsonl");
  writeFileSync(path, `${readFileSync(path, "utf8")}{"event":"planned","sta`);
  const { result } = await planIn(fakes, { resume: true });
  expect(result.stacks.map(({ earlier }) => earlier)).toEqual([true, true]);
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ event: "run-ended" });
});

test.skipIf(!existsSync("/dev/full"))(
  "a full disk stops the run with a message and does not change the stacks",
  async () => {
    const fakes = new FakeStacks(stacks(30));
    mkdirSync(fakes.plans);
    symlinkSync("/dev/full", join(fakes.plans, "run.jsonl"));
    const { code, result } = await planIn(fakes, { parallelism: "2" });
    expect(code).toBe(3);
    expect(result.stopped).toContain("no space left");
    rmSync(join(fakes.plans, "run.jsonl"));
    expect((await planIn(fakes, { resume: true })).code).toBe(0);
  },
);

test("a log that cannot be written fails only its stack", async () => {
  const fakes = new FakeStacks(stacks(2));
  mkdirSync(join(fakes.plans, "logs", "s1.log"), { recursive: true });
  const { result } = await planIn(fakes);
  expect(result.counts).toMatchObject({ planned: 1, failed: 1 });
});

test("a folder of plans that cannot be created is reported", async () => {
  const fakes = new FakeStacks(stacks(1));
  writeFileSync(fakes.plans, "a file");
  const { code, err } = await planIn(fakes);
  expect([code, err]).toEqual([3, expect.stringContaining(`cannot write ${fakes.plans}`)]);
});

test("many stacks at a time cause no warning of Node", async () => {
  const fakes = new FakeStacks(stacks(24));
  const run = new Spawned(fakes, "plan", { parallelism: "24" });
  expect((await run.ended).code).toBe(0);
  expect(run.err).not.toContain("Warning");
});

test("without a synthesis it names the command to run first", async () => {
  const fakes = new FakeStacks(stacks(1));
  rmSync(fakes.out, { recursive: true });
  const { code, err } = await planIn(fakes);
  expect([code, err]).toEqual([
    2,
    `there are no synthesized stacks in ${fakes.out}: run csp-baseline synth first`,
  ]);
});

test.each(["", "{", '{"stacks":[]}', '{"stacks":{"../../etc":{}}}', '{"stacks":{"__proto__":{}}}'])(
  "an invalid manifest is rejected: %s",
  async (text) => {
    const fakes = new FakeStacks(stacks(1));
    writeFileSync(join(fakes.out, "manifest.json"), text);
    expect([0, 2]).toContain((await planIn(fakes)).code);
    expect(fakes.trace().filter(({ verb }) => verb === "plan")).toEqual([]);
  },
);

test("a stack whose folder is deleted fails, the others continue", async () => {
  const fakes = new FakeStacks(stacks(3));
  rmSync(fakes.folder("s2"), { recursive: true });
  const { result } = await planIn(fakes);
  expect(result.counts).toMatchObject({ planned: 2, failed: 1 });
  expect(result.stacks[1]?.message).toContain("synth again");
});

test("a missing Terraform, an old one, and another program of its name are distinguished", async () => {
  const fakes = new FakeStacks(stacks(1));
  fakes.env["FAKE_TERRAFORM_VERSION"] = "1.5.7";
  expect((await planIn(fakes)).err).toContain("is 1.5.7; the stacks need 1.7 or newer");
  fakes.env["TERRAFORM_BINARY_NAME"] = "true";
  expect((await planIn(fakes)).err).toContain("true is not Terraform");
  fakes.env["TERRAFORM_BINARY_NAME"] = "no-such-terraform";
  const { code, err } = await planIn(fakes);
  expect([code, err]).toEqual([3, expect.stringContaining("no-such-terraform is not installed")]);
});

test("a Terraform killed by another process is a failure with a reason", async () => {
  const fakes = new FakeStacks(stacks(2));
  fakes.write("s1", "faults.json", { plan: ["KILL"] });
  const { result } = await planIn(fakes);
  expect(result.counts).toMatchObject({ planned: 1, failed: 1 });
  expect(result.stacks[0]?.message).toContain("killed by SIGKILL");
});

test("--detailed-exitcode returns 1 when there are changes", async () => {
  const fakes = new FakeStacks(stacks(1));
  expect((await planIn(fakes, { detailedExitcode: true })).code).toBe(1);
  fakes.write("s1", "cdk.tf.json", {});
  expect((await planIn(fakes, { detailedExitcode: true })).code).toBe(0);
});

test.each([
  [{ parallelism: "0" }, "--parallelism must be a number from 1 to 256"],
  [{ parallelism: "many" }, "--parallelism must be a number"],
  [{ shard: "3/2" }, "--shard must be i/n"],
  [{ only: "*" }, "the fleet does not load"],
  [{ list: true }, "--list needs --changed-since"],
])("a usage error is rejected: %j", async (options, message) => {
  const { code, err } = await planIn(new FakeStacks(stacks(1)), options);
  expect([code, err]).toEqual([2, expect.stringContaining(message)]);
});

test("stacks have the fleet's names, and --only accepts them", async () => {
  const ids = ["00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"];
  const fakes = new FakeStacks(Object.fromEntries(ids.map((id) => [id, { a: 1 }])));
  mkdirSync(join(fakes.root, "fleet", "customers"), { recursive: true });
  writeFileSync(join(fakes.root, "fleet", "partner.yaml"), PARTNER);
  writeFileSync(join(fakes.root, "fleet", "customers", "contoso.yaml"), CONTOSO);
  const { err, result } = await planIn(fakes, { only: "contoso/sand*" });
  expect(result.stacks).toMatchObject([{ id: ids[1], name: "sandbox", customer: "contoso" }]);
  expect(err).toMatch(/^1\/1 {2}contoso\/sandbox {2}planned/);
});

test("shards have every stack once", async () => {
  const fakes = new FakeStacks(stacks(9));
  const planned: string[] = [];
  for (const index of [1, 2, 3]) {
    const { result } = await planIn(fakes, { shard: `${index}/3` });
    planned.push(...result.stacks.map(({ id }) => id));
  }
  expect(planned.sort()).toEqual(Object.keys(stacks(9)));
  expect(readdirSync(fakes.plans).filter((name) => name.endsWith(".tfplan"))).toHaveLength(9);
});

test("the next run deletes the plans of removed stacks", async () => {
  const fakes = new FakeStacks(stacks(2));
  await planIn(fakes);
  fakes.synthesize(stacks(1));
  await planIn(fakes);
  expect(readdirSync(fakes.plans).filter((name) => name.startsWith("s2"))).toEqual([]);
});

test("files that may contain secrets are readable by their owner only", async () => {
  const fakes = new FakeStacks(stacks(1));
  await planIn(fakes);
  expect(statSync(fakes.plans).mode & 0o077).toBe(0);
  expect(statSync(join(fakes.plans, "s1.json")).mode & 0o077).toBe(0);
  expect(statSync(join(fakes.plans, "logs", "s1.log")).mode & 0o077).toBe(0);
});

test("text output: the changes, the failures with their logs, and the next step", async () => {
  const fakes = new FakeStacks(stacks(3));
  fakes.write("s2", "faults.json", { plan: ["\u001b[31mForbidden\u001b[0m\u0007"] });
  const { err, out } = await planIn(fakes, { format: "human" });
  expect(out).toMatch(/^3 stacks: 2 planned, 1 failed in [\d.]+ s\nChanges: 2 to add$/);
  expect(err).toContain("failed  s2: Forbidden\n    log: ");
  expect(err).toContain("1 stack left: repeat the command with --resume");
  expect(err + out).not.toContain("\u001b");
});

test("text output: equal failures are one line, and sign-in failures are short and name the doctor", async () => {
  const fakes = new FakeStacks(stacks(3));
  const long = `building account: could not acquire access token: AADSTS7000215: ${"x".repeat(400)}`;
  for (const id of ["s1", "s3"]) fakes.write(id, "faults.json", { plan: [long] });
  const { err } = await planIn(fakes, { format: "human" });
  expect(err.match(/^ {2}failed/gm)).toHaveLength(1);
  const [line = ""] = /^ {2}failed {2}s1 and 1 more: .*$/m.exec(err) ?? [];
  expect(line).toContain("AADSTS7000215");
  expect(line.length).toBeLessThan(240);
  expect(err).toContain("csp-baseline doctor s1 checks sign-in, roles and the backend");
});
