import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CONTOSO, PARTNER } from "../support/fleet.ts";
import { azurePlanJson, guid } from "../support/plan.ts";
import { FakeStacks } from "./fake-stacks.ts";
import { deployIn, planIn } from "./verbs.ts";

function writeFleet(fakes: FakeStacks, more = ""): void {
  const excuse = (control: string) =>
    `  - { control: ${control}, reason: is done by hand, approvedBy: bob@fabrikam.example, expires: 2027-03-31 }\n`;
  const exceptions = ["activity-log-alerts", "resource-health-alert"].map(excuse).join("");
  mkdirSync(join(fakes.root, "fleet", "customers"), { recursive: true });
  writeFileSync(join(fakes.root, "fleet", "partner.yaml"), PARTNER);
  writeFileSync(
    join(fakes.root, "fleet", "customers", "contoso.yaml"),
    `${CONTOSO}exceptions:\n${exceptions}${more === "" ? "" : excuse(more)}`,
  );
}

const PROD = guid(1);
const WEAK = "03-security-contact-deleted";

test.each([{}, { autoPlan: true }])(
  "a plan that leaves a subscription without part of its baseline is not applied: %j",
  async (options) => {
    const fakes = new FakeStacks({ [PROD]: { a: 1 }, s2: { a: 1 } });
    writeFleet(fakes);
    fakes.write(PROD, "shown.json", azurePlanJson(WEAK));
    await planIn(fakes);
    const { code, result } = await deployIn(fakes, options);
    expect([code, result.status]).toEqual([2, "refused"]);
    expect(result.stacks.map(({ status }) => status)).toEqual(["refused", "applied"]);
    expect(result.stacks[0]?.message).toContain(
      "would leave contoso/prod without part of its baseline: security-contact fails",
    );
    expect([fakes.state(PROD), fakes.runs("apply", PROD)]).toEqual([{}, 0]);
    // Only an exception in the fleet permits it.
    writeFleet(fakes, "security-contact");
    expect((await deployIn(fakes, { ...options, resume: true })).code).toBe(0);
    expect(fakes.state(PROD)).toEqual({ a: 1 });
  },
);

test("the judged plan is the file itself, not the JSON beside it", async () => {
  const fakes = new FakeStacks({ [PROD]: { a: 1 } });
  writeFleet(fakes);
  fakes.write(PROD, "shown.json", azurePlanJson(WEAK));
  await planIn(fakes);
  writeFileSync(join(fakes.plans, `${PROD}.json`), JSON.stringify(azurePlanJson("01-create")));
  expect((await deployIn(fakes)).result.counts.refused).toBe(1);
});

test("the rest of a plan is judged too", async () => {
  const fakes = new FakeStacks({ [PROD]: { a: 1, b: 2 } });
  writeFleet(fakes);
  fakes.write(PROD, "shown.json", azurePlanJson("01-create"));
  await planIn(fakes);
  fakes.write(PROD, "faults.json", { "apply:b": ["Forbidden"] });
  expect((await deployIn(fakes)).result.counts.failed).toBe(1);
  fakes.write(PROD, "shown.json", azurePlanJson(WEAK));
  const { result } = await deployIn(fakes, { resume: true });
  expect([result.counts.refused, fakes.state(PROD)]).toEqual([1, { a: 1 }]);
});

test("without a fleet to judge it by, no plan of a subscription is applied", async () => {
  const fakes = new FakeStacks({ [PROD]: { a: 1 } });
  await planIn(fakes);
  const { code, err } = await deployIn(fakes);
  expect([code, err]).toEqual([2, expect.stringContaining("deploy judges every plan by the fleet")]);
  expect(fakes.state(PROD)).toEqual({});
});
