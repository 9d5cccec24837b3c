import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PARTNER } from "../support/fleet.ts";
import { azurePlanJson, guid } from "../support/plan.ts";
import { FakeStacks } from "./fake-stacks.ts";
import { deployIn, planIn } from "./verbs.ts";

const STAYS = "00000000-0000-0000-0000-000000000001";
const LEFT = "00000000-0000-0000-0000-0000000000ff";
const DEPLOYED = { "azurerm_x.a": 1, "azurerm_x.b": 2 };

/** The fleet's only customer, with these subscriptions; controls that the plan below lacks are excepted. */
function contoso(ids: readonly string[]): string {
  const subscriptions = ids.map((id, index) => `  - { id: ${id}, name: sub-${index} }\n`).join("");
  const exceptions = ["activity-log-alerts", "resource-health-alert"].map(
    (control) =>
      `  - { control: ${control}, reason: is done by hand, approvedBy: bob@fabrikam.example, expires: 2027-03-31 }\n`,
  );
  return `customer: contoso
displayName: Contoso Ltd
tenantId: 22222222-2222-2222-2222-222222222222
subscriptions:
${subscriptions}exceptions:
${exceptions.join("")}`;
}

/** Two deployed stacks, one of whose subscriptions then left the fleet. */
async function withOneThatLeft(): Promise<FakeStacks> {
  const fakes = new FakeStacks({ [STAYS]: DEPLOYED, [LEFT]: DEPLOYED });
  mkdirSync(join(fakes.root, "fleet", "customers"), { recursive: true });
  writeFileSync(join(fakes.root, "fleet", "partner.yaml"), PARTNER);
  const customer = join(fakes.root, "fleet", "customers", "contoso.yaml");
  writeFileSync(customer, contoso([STAYS, LEFT]));
  // The plans have the baseline by which the deployment judges them.
  const whole = JSON.stringify(azurePlanJson("02-no-op"));
  for (const id of [STAYS, LEFT]) fakes.write(id, "shown.json", JSON.parse(whole.replaceAll(STAYS, id)));
  await planIn(fakes);
  expect((await deployIn(fakes)).code).toBe(0);
  writeFileSync(customer, contoso([STAYS]));
  fakes.synthesize({ [STAYS]: DEPLOYED });
  rmSync(join(fakes.folder(LEFT), "shown.json"));
  // The output of synthesis, with the parts of a real stack that a retirement uses.
  const stack = {
    terraform: { backend: { local: {} } },
    provider: { azurerm: [{}] },
    resource: { azurerm_x: { a: {}, b: {} } },
  };
  writeFileSync(join(fakes.folder(LEFT), "retired.json"), JSON.stringify(stack));
  renameSync(join(fakes.folder(LEFT), "cdk.tf.json"), join(fakes.root, "old.json"));
  return fakes;
}

test("a subscription that left the fleet is listed by plan and deploy, and not changed", async () => {
  const fakes = await withOneThatLeft();
  for (const run of [await planIn(fakes), await deployIn(fakes)]) {
    expect(run.code).toBe(0);
    expect(run.err).toContain(`1 subscription left the fleet; deployed resources stay unchanged: ${LEFT}`);
    expect(run.err).toContain("--retire");
    expect(run.result.stacks.map(({ id }) => id)).toEqual([STAYS]);
  }
  expect(fakes.state(LEFT)).toEqual(DEPLOYED);
});

test("--retire destroy plans and applies the removal of its baseline, after which nothing is listed", async () => {
  const fakes = await withOneThatLeft();
  const planned = await planIn(fakes, { retire: "destroy" });
  expect(planned.result.changes).toMatchObject({ destroy: 2, add: 0, change: 0, forget: 0 });
  const deployed = await deployIn(fakes, { retire: "destroy" });
  expect([deployed.code, fakes.state(LEFT), fakes.state(STAYS)]).toEqual([0, {}, DEPLOYED]);
  expect(existsSync(join(fakes.folder(LEFT), "retired.json"))).toBe(false);
  expect((await planIn(fakes)).err).not.toContain("left the fleet");
});

test("--retire forget removes it from the state and destroys nothing", async () => {
  const fakes = await withOneThatLeft();
  const planned = await planIn(fakes, { retire: "forget" });
  expect(planned.result.changes).toMatchObject({ destroy: 0, forget: 2 });
  const deployed = await deployIn(fakes, { retire: "forget" });
  expect(deployed.result.changes).toMatchObject({ destroy: 0, forget: 2 });
  expect(existsSync(join(fakes.folder(LEFT), "retired.json"))).toBe(false);
});

test("resources outside its last stack are not destroyed by forget", async () => {
  const fakes = await withOneThatLeft();
  fakes.write(LEFT, "state.json", { serial: 3, resources: { ...DEPLOYED, "azurerm_x.older": 3 } });
  const { code, result } = await planIn(fakes, { retire: "forget" });
  expect([code, result.stacks.find(({ id }) => id === LEFT)?.message]).toEqual([
    3,
    expect.stringContaining("1 resources in its state are not in its last stack and would be destroyed"),
  ]);
  expect((await deployIn(fakes, { retire: "forget" })).result.counts.refused).toBe(1);
});

test("a plan of one kind of retirement is not applied as the other, nor without the option", async () => {
  const fakes = await withOneThatLeft();
  await planIn(fakes, { retire: "destroy" });
  expect((await deployIn(fakes)).result.stacks.map(({ id }) => id)).toEqual([STAYS]);
  const other = await deployIn(fakes, { retire: "forget" });
  expect([other.code, other.err]).toEqual([2, expect.stringContaining("was planned with --retire destroy")]);
  expect(fakes.state(LEFT)).toEqual(DEPLOYED);
});

test("a plan for a retirement that creates a resource is not applied", async () => {
  const fakes = await withOneThatLeft();
  await planIn(fakes, { retire: "destroy" });
  const created = { address: "azurerm_x.c", change: { actions: ["create"], before: null, after: {} } };
  fakes.write(LEFT, "shown.json", { resource_changes: [created] });
  const { code, result } = await deployIn(fakes, { retire: "destroy" });
  expect([code, result.stacks.find(({ id }) => id === LEFT)?.message]).toEqual([
    2,
    expect.stringContaining("its plan does more than retire it"),
  ]);
  expect(fakes.state(LEFT)).toEqual(DEPLOYED);
});

test("--only picks it by its id, and an invalid fleet retires nothing", async () => {
  const fakes = await withOneThatLeft();
  const only = await planIn(fakes, { retire: "destroy", only: "*ff" });
  expect(only.result.stacks.map(({ id }) => id)).toEqual([LEFT]);
  expect((await planIn(fakes, { retire: "destroy", only: STAYS })).result.stacks).toHaveLength(1);
  writeFileSync(join(fakes.root, "fleet", "partner.yaml"), "partner: [");
  const broken = await planIn(fakes, { retire: "destroy" });
  expect([broken.code, broken.err]).toEqual([2, expect.stringContaining("--retire compares with the fleet")]);
});

/** Synthesizes only the stack that stays, with a number of retired stacks. */
function leaveBehind(fakes: FakeStacks, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const folder = fakes.folder(guid(`fe${index}`));
    mkdirSync(folder, { recursive: true });
    const stack = { terraform: { backend: { local: {} } }, provider: {}, resource: {} };
    writeFileSync(join(folder, "retired.json"), JSON.stringify(stack));
  }
}

test.each([
  [undefined, "which is more than the default of 10 % of the fleet"],
  ["2", "which is more than --max-retired 2"],
  ["74%", "which is more than --max-retired 74%"],
])("--retire destroy stops when it exceeds the limit: %s", async (maxRetired, rule) => {
  const fakes = await withOneThatLeft();
  leaveBehind(fakes, 2);
  const options = { retire: "destroy", ...(maxRetired === undefined ? {} : { maxRetired }) } as const;
  const { code, err } = await planIn(fakes, options);
  expect([code, err]).toEqual([
    2,
    expect.stringContaining(`would remove the baseline of 3 of 4 subscriptions (75 %), ${rule}`),
  ]);
  expect(existsSync(join(fakes.folder(LEFT), "cdk.tf.json"))).toBe(false);
  expect((await planIn(fakes, { ...options, retire: "forget" })).err).not.toContain(
    "would remove the baseline",
  );
});

test.each(["3", "75%"])("--max-retired %s permits three of four, also in deploy", async (maxRetired) => {
  const fakes = await withOneThatLeft();
  leaveBehind(fakes, 2);
  expect((await planIn(fakes, { retire: "destroy", maxRetired })).code).toBe(0);
  const stopped = await deployIn(fakes, { retire: "destroy" });
  expect([stopped.code, stopped.err]).toEqual([2, expect.stringContaining("add --max-retired 3")]);
  expect(fakes.state(LEFT)).toEqual(DEPLOYED);
  expect((await deployIn(fakes, { retire: "destroy", maxRetired })).code).toBe(0);
  expect(fakes.state(LEFT)).toEqual({});
});

test.each(["", "many", "-1", "101%", "1.5", "10 %"])("--max-retired %j is refused", async (maxRetired) => {
  const fakes = await withOneThatLeft();
  const { code, err } = await planIn(fakes, { retire: "destroy", maxRetired });
  expect([code, err]).toEqual([
    2,
    expect.stringContaining("--max-retired must be a number of subscriptions"),
  ]);
});
