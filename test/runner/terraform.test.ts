import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { noTerraform } from "../support/terraform.ts";
import { FakeStacks } from "./fake-stacks.ts";
import { deployIn, planIn, Spawned, until } from "./verbs.ts";

/** Stacks for the real Terraform: resources of its built-in provider, a local state. */
class RealStacks extends FakeStacks {
  constructor(ids: readonly string[], input = "1") {
    super({});
    delete this.env["TERRAFORM_BINARY_NAME"];
    const named = process.env["TERRAFORM_BINARY_NAME"];
    if (named) this.env["TERRAFORM_BINARY_NAME"] = named;
    const manifest = { stacks: Object.fromEntries(ids.map((id) => [id, {}])) };
    writeFileSync(join(this.out, "manifest.json"), JSON.stringify(manifest));
    for (const id of ids) {
      mkdirSync(this.folder(id), { recursive: true });
      this.configure(id, { input });
    }
  }

  /** Two resources, the second made after the first. */
  configure(
    id: string,
    first: Readonly<Record<string, unknown>>,
    second: Readonly<Record<string, unknown>> = {},
  ): void {
    const later = { input: "2", depends_on: ["terraform_data.first"], ...second };
    this.write(id, "cdk.tf.json", {
      terraform: { backend: { local: { path: `../../../tfstate/${id}.tfstate` } } },
      resource: { terraform_data: { first, second: later } },
    });
  }

  /** Blocks the stack's apply at its first resource until the returned function is called. */
  hold(id: string): () => void {
    const file = join(this.root, "hold");
    writeFileSync(file, "");
    const command = `while [ -e ${file} ]; do sleep 0.1; done`;
    this.configure(id, { input: "1", provisioner: [{ "local-exec": { command } }] });
    return () => rmSync(file);
  }

  override isLocked(id: string): boolean {
    return existsSync(join(this.root, "tfstate", `.${id}.tfstate.lock.info`));
  }
}

const FAILING = { provisioner: [{ "local-exec": { command: "false" } }] };

describe.skipIf(noTerraform)("with the real Terraform", () => {
  test("plan, deploy, and a second plan without changes", async () => {
    const real = new RealStacks(["s1", "s2", "s3"]);
    const first = await planIn(real);
    expect([first.code, first.result.changes]).toEqual([0, expect.objectContaining({ add: 6, any: true })]);
    expect((await deployIn(real)).result.counts.applied).toBe(3);
    const second = await planIn(real, { detailedExitcode: true });
    expect([second.code, second.result.counts.unchanged]).toEqual([0, 3]);
    expect((await deployIn(real)).result.counts.unchanged).toBe(3);
  });

  test("a stack that fails midway keeps its state, unlocked; the others are applied", async () => {
    const real = new RealStacks(["s1", "s2"]);
    real.configure("s1", { input: "1" }, FAILING);
    await planIn(real);
    const { code, result } = await deployIn(real);
    expect([code, result.counts.applied, result.counts.failed]).toEqual([3, 1, 1]);
    expect(result.stacks[0]?.message).toContain("local-exec provisioner error");
    expect(real.isLocked("s1")).toBe(false);
    // The partly created resource would be replaced, which is not reviewed.
    const again = await deployIn(real, { resume: true });
    expect([again.code, again.result.stacks[0]?.status]).toEqual([2, "refused"]);
    real.configure("s1", { input: "1" });
    await planIn(real);
    expect((await deployIn(real)).code).toBe(0);
    expect((await planIn(real)).result.counts.unchanged).toBe(2);
  });

  test("an apply that is interrupted writes and unlocks its state, and --resume applies the rest of its plan", async () => {
    const real = new RealStacks(["s1"]);
    const release = real.hold("s1");
    await planIn(real);
    const run = new Spawned(real, "deploy");
    await until("the apply is at work", () => real.isLocked("s1"));
    run.kill("SIGTERM");
    await until("it is heard", () => run.err.includes("interrupting Terraform"));
    release();
    expect((await run.ended).code).toBe(3);
    expect(real.isLocked("s1")).toBe(false);
    // An interrupted resource must be replaced, which needs a new review; otherwise the rest is applied.
    const { code } = await deployIn(real, { resume: true });
    if (code !== 0) {
      await planIn(real);
      await deployIn(real);
    }
    expect((await planIn(real)).result.counts.unchanged).toBe(1);
  });

  test("when the run is killed, Terraform finishes, and --resume detects that", async () => {
    const real = new RealStacks(["s1"]);
    const release = real.hold("s1");
    await planIn(real);
    const run = new Spawned(real, "deploy");
    await until("the apply is at work", () => real.isLocked("s1"));
    run.kill("SIGKILL");
    await run.ended;
    expect(real.isLocked("s1")).toBe(true);
    release();
    const { code, result } = await deployIn(real, { resume: true });
    expect([code, result.stacks[0]?.earlier]).toEqual([0, true]);
    expect((await planIn(real)).result.counts.unchanged).toBe(1);
  });

  test("a plan older than the state is refused", async () => {
    const real = new RealStacks(["s1"]);
    await planIn(real);
    const reviewed = readFileSync(join(real.plans, "s1.tfplan"));
    const journal = readFileSync(join(real.plans, "run.jsonl"));
    await deployIn(real);
    writeFileSync(join(real.plans, "s1.tfplan"), reviewed);
    writeFileSync(join(real.plans, "run.jsonl"), journal);
    const { code, result } = await deployIn(real);
    expect([code, result.stacks[0]?.status]).toEqual([2, "refused"]);
    expect(result.stacks[0]?.message).toContain("Saved plan is stale");
  });

  test("a state locked by another process is not changed, and the message shows the holder", async () => {
    const real = new RealStacks(["s1"]);
    const release = real.hold("s1");
    const elsewhere = { out: join(real.root, "other.out"), plans: join(real.root, "other.plans") };
    cpSync(real.out, elsewhere.out, { recursive: true });
    await planIn(real);
    await planIn(real, elsewhere);
    const first = new Spawned(real, "deploy");
    await until("the apply is at work", () => real.isLocked("s1"));
    const { code, result } = await deployIn(real, elsewhere);
    expect([code, result.stacks[0]?.retries]).toEqual([3, 6]);
    expect(result.stacks[0]?.message).toMatch(/another process holds the state's lock.*Who: /);
    release();
    expect((await first.ended).code).toBe(0);
  });

  test("an invalid stack fails with Terraform's message", async () => {
    const real = new RealStacks(["s1", "s2"]);
    real.write("s1", "cdk.tf.json", { resource: { terraform_data: { first: { nonsense: 1 } } } });
    const { result } = await planIn(real);
    expect(result.counts).toMatchObject({ planned: 1, failed: 1 });
    expect(result.stacks[0]?.message).toContain("Extraneous JSON object property");
  });
});
