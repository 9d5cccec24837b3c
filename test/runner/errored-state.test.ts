import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FakeStacks, stacks } from "./fake-stacks.ts";
import { deployIn, planIn } from "./verbs.ts";

/** A deployment of one stack whose state could not be stored. */
async function unstored() {
  const fakes = new FakeStacks(stacks(1));
  await planIn(fakes);
  // A server error, which is otherwise retried.
  fakes.write("s1", "faults.json", { apply: ["UNSTORED"] });
  const first = await deployIn(fakes);
  const kept = join(fakes.plans, "s1.errored.tfstate");
  return { fakes, first, kept };
}

test("a state that could not be stored is kept for its owner only, and reported with the command that stores it", async () => {
  const { fakes, first, kept } = await unstored();
  const folder = fakes.folder("s1");
  expect([first.code, first.result.stacks[0]?.message]).toEqual([
    3,
    expect.stringContaining(`terraform -chdir=${folder} state push ${kept}`),
  ]);
  expect([first.waits, fakes.runs("apply", "s1")]).toEqual([[], 1]);
  expect(existsSync(join(folder, "errored.tfstate"))).toBe(false);
  expect(readFileSync(kept, "utf8")).toBe('{"serial":9}');
  if (process.platform !== "win32") expect(statSync(kept).mode & 0o777).toBe(0o600);
});

test.each([
  ["--resume", (fakes: FakeStacks) => deployIn(fakes, { resume: true })],
  ["--auto-plan", (fakes: FakeStacks) => deployIn(fakes, { autoPlan: true })],
  ["plan", (fakes: FakeStacks) => planIn(fakes)],
])("it stops %s of that stack until it is stored", async (_, again) => {
  const { fakes, kept } = await unstored();
  const before = [fakes.runs("plan", "s1"), fakes.runs("apply", "s1")];
  const stopped = await again(fakes);
  expect([stopped.code, stopped.result.stacks[0]?.message]).toEqual([
    3,
    expect.stringContaining(`state push ${kept}`),
  ]);
  expect([fakes.runs("plan", "s1"), fakes.runs("apply", "s1")]).toEqual(before);
  rmSync(kept);
  expect((await again(fakes)).code).toBe(0);
});

test("one left by Terraform outside a run stops only its stack", async () => {
  const fakes = new FakeStacks(stacks(2));
  writeFileSync(join(fakes.folder("s1"), "errored.tfstate"), "{}");
  const { code, result } = await planIn(fakes);
  expect([code, result.stacks.map(({ status }) => status)]).toEqual([3, ["failed", "planned"]]);
});

test("an older one is not overwritten by a newer one", async () => {
  const { fakes, kept } = await unstored();
  const newer = join(fakes.folder("s1"), "errored.tfstate");
  writeFileSync(newer, '{"serial":10}');
  const { result } = await planIn(fakes);
  expect(result.stacks[0]?.message).toContain(`state push ${newer}`);
  expect(readFileSync(kept, "utf8")).toBe('{"serial":9}');
});
