import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FakeStacks, stacks } from "./fake-stacks.ts";
import { deployIn, planIn } from "./verbs.ts";

async function planned(all: ConstructorParameters<typeof FakeStacks>[0]): Promise<FakeStacks> {
  const fakes = new FakeStacks(all);
  await planIn(fakes);
  return fakes;
}

const DRY = { dryRun: true, yes: false } as const;

test("deploy --dry-run shows what would be applied, needs no terminal, and applies nothing", async () => {
  const fakes = await planned({ ...stacks(2), same: {} });
  const journal = readFileSync(join(fakes.plans, "run.jsonl"), "utf8");
  const { code, err, out } = await deployIn(fakes, { ...DRY, format: "human" });
  expect(code).toBe(0);
  expect(out).toContain("to apply  s1: 1 to add");
  expect(out).toContain("2 stacks to apply: 2 to add, 1 without changes");
  expect(err).toContain("nothing was applied: this is a dry run");
  expect([fakes.runs("apply", "s1"), fakes.state("s1")]).toEqual([0, {}]);
  expect(readFileSync(join(fakes.plans, "run.jsonl"), "utf8")).toBe(journal);
  // The deployment then applies the shown stacks.
  expect((await deployIn(fakes)).result.counts).toMatchObject({ applied: 2, unchanged: 1 });
});

test("a plan that deploy would refuse is shown, with the reason and the exit code of deploy", async () => {
  const fakes = await planned(stacks(2));
  rmSync(join(fakes.plans, "s2.tfplan"));
  const { code, out } = await deployIn(fakes, DRY);
  expect(code).toBe(2);
  expect(JSON.parse(out)).toMatchObject({
    schema: "csp-baseline/deploy-dry-run/v1",
    changes: { add: 1 },
    stacks: [
      { id: "s1", status: "to-apply", changes: { add: 1 } },
      { id: "s2", status: "refused", message: expect.stringContaining("its plan file is missing") },
    ],
  });
});

test("after the deployment nothing remains, and a wave shows only its canaries", async () => {
  const fakes = await planned(stacks(3));
  const wave = JSON.parse((await deployIn(fakes, { ...DRY, canary: "s2" })).out);
  expect(wave.stacks.map(({ id }: { id: string }) => id)).toEqual(["s2"]);
  await deployIn(fakes);
  const after = JSON.parse((await deployIn(fakes, DRY)).out);
  expect(after.stacks.map(({ status }: { status: string }) => status)).toEqual([
    "applied",
    "applied",
    "applied",
  ]);
  expect(after.changes.any).toBe(false);
});

test("--dry-run cannot be combined with --auto-plan, which has no plans to show", async () => {
  const { code, err } = await deployIn(new FakeStacks(stacks(1)), { ...DRY, autoPlan: true });
  expect([code, err]).toEqual([2, expect.stringContaining("--dry-run shows existing plans")]);
});
