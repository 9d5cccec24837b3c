import { expect, test } from "vitest";
import { stacks } from "./fake-stacks.ts";
import { planned } from "./planned.ts";
import { deployIn } from "./verbs.ts";

test("the canary wave has the same few stacks every time; --resume deploys the rest", async () => {
  const fakes = await planned({ ...stacks(12), same: {} });
  const first = await deployIn(fakes, { wave: "canary" });
  expect([first.code, first.result.stacks.length, first.result.counts.applied]).toEqual([0, 5, 5]);
  const again = await planned({ ...stacks(12), same: {} });
  const second = await deployIn(again, { canary: "5" });
  expect(second.result.stacks.map(({ id }) => id)).toEqual(first.result.stacks.map(({ id }) => id));
  const rest = await deployIn(fakes, { resume: true });
  expect(rest.result.counts).toMatchObject({ applied: 12, unchanged: 1 });
});

test("once a canary fails, no other stack is started", async () => {
  const fakes = await planned(stacks(12));
  for (const id of Object.keys(stacks(12))) fakes.write(id, "faults.json", { apply: ["Forbidden"] });
  const { code, result } = await deployIn(fakes, { canary: "6", parallelism: "1" });
  expect(code).toBe(3);
  expect(result.counts).toMatchObject({ failed: 1, "not-started": 5 });
  expect(result.stopped).toContain("wave");
});

test("canaries can be selected by name", async () => {
  const fakes = await planned(stacks(3));
  const { result } = await deployIn(fakes, { canary: "s2" });
  expect(result.stacks.map(({ id }) => id)).toEqual(["s2"]);
});

test.each([{ wave: "ring1" }, { canary: "0" }])("an invalid wave is rejected: %j", async (options) => {
  const { code } = await deployIn(await planned(stacks(1)), options);
  expect(code).toBe(2);
});
