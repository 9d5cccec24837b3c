import { beforeAll, expect, test } from "vitest";
import type { EnforceResult } from "../../src/enforce/index.ts";
import { day } from "../support/fleet.ts";
import { idOf, World } from "./support/world.ts";

/*
 * One fleet, one bad day after the other: each test leaves it whole.
 */

let world: World;
beforeAll(async () => {
  const freeze =
    "enforce:\n  freeze:\n    - { from: 2026-12-18, until: 2027-01-04, reason: The year ends for our customers }\n";
  world = await World.start({ partner: freeze });
}, 240_000);

const statuses = ({ subscriptions }: EnforceResult) =>
  Object.fromEntries(
    subscriptions.map(({ status, subscriptionId }) => [Number(subscriptionId.slice(-4)), status]),
  );

test("Azure throttles, the audit and Terraform: both wait, and it is repaired", async () => {
  await world.break(1, 2);
  world.fault({ method: "GET", path: "*/budgets", status: 429, times: 3, retryAfter: 0 });
  world.faults(1, { plan: ["unexpected status 429 (429 Too Many Requests)"], apply: ["TooManyRequests"] });
  expect(statuses(await world.enforce())).toEqual({ 1: "repaired" });
});

test("a token expires while Terraform works: it is tried again with another one", async () => {
  await world.break(2, 0);
  world.faults(2, {
    apply: ["ExpiredAuthenticationToken: the access token expiry UTC time is earlier than now"],
  });
  expect(statuses(await world.enforce())).toEqual({ 2: "repaired" });
});

test("nothing is applied for what was not read", async () => {
  for (const index of [1, 6]) await world.break(index, 0);
  for (const index of [1, 2, 3, 4, 5])
    world.fault({
      method: "GET",
      path: `/subscriptions/${idOf(index)}/providers/Microsoft.Consumption/budgets`,
      status: 403,
      code: "AuthorizationFailed",
    });
  const plans = world.runs("plan");
  const result = await world.enforce();
  expect(statuses(result)).toEqual({
    1: "unread",
    2: "unread",
    3: "unread",
    4: "unread",
    5: "unread",
    6: "repaired",
  });
  expect(result.subscriptions[0]?.why.join()).toMatch(
    /Microsoft.Consumption\/budgets could not be read .*nothing is applied/,
  );
  expect([result.status, world.runs("plan")]).toEqual(["left", plans + 1]);
  expect(statuses(await world.enforce())).toEqual({ 1: "repaired" });
});

test("if 40 % of the fleet drifted, the limit stops the run before anything is planned", async () => {
  for (const index of [1, 2, 3, 4]) await world.break(index, 3);
  const [plans, applies] = [world.runs("plan"), world.runs("apply")];
  const result = await world.enforce({ max: "30%" });
  expect(result.stopped).toMatchObject({ by: "brake" });
  expect(result.stopped?.message).toMatch(
    /^4 of 10 subscriptions \(40 %\) .* more than the limit of 3: .* --max 4$/,
  );
  expect(statuses(result)).toEqual({
    1: "not-started",
    2: "not-started",
    3: "not-started",
    4: "not-started",
  });
  expect([world.runs("plan"), world.runs("apply")]).toEqual([plans, applies]);
  expect(await world.enforce({ max: "4" })).toMatchObject({ status: "repaired" });
});

test("if a subscription changes between plan and apply, the planned changes are applied, and the audit reports the difference", async () => {
  await world.break(3, 3);
  let changed: Promise<void> | undefined;
  const say = (text: string) => {
    if (text.startsWith("canary")) changed = world.break(3, 0);
  };
  const activities = async () => ({ byResource: new Map() });
  const result = await world.enforce({ say, activities });
  await changed;
  // Either the change came before the audit after the apply, which finds it, or after it, and the next run does.
  expect(["still-open", "repaired"]).toContain(statuses(result)[3]);
  expect(statuses(await world.enforce())).toMatchObject({ 3: "repaired" });
  expect(await world.enforce()).toMatchObject({ status: "clean" });
});

test("Terraform fails in the middle for a moment: it does the rest of the same plan", async () => {
  await world.break(4, 4);
  world.faults(4, {
    "apply:azapi_resource.service_health": ["unexpected status 500 (500 Internal Server Error)"],
  });
  expect(statuses(await world.enforce())).toEqual({ 4: "repaired" });
});

test("a permission is missing: the others are not started, and it is reported once and not tried again", async () => {
  for (const index of [5, 6, 7]) await world.break(index, 2);
  world.faults(5, {
    "apply:azapi_resource.budget": ["403 AuthorizationFailed: does not have authorization to perform action"],
  });
  const first = await world.enforce();
  expect(first).toMatchObject({ status: "failed", stopped: { by: "canary" } });
  expect(statuses(first)).toEqual({ 5: "failed", 6: "not-started", 7: "not-started" });
  expect(first.subscriptions[0]).toMatchObject({
    denied: true,
    command: `csp-baseline plan --only ${idOf(5)}`,
  });
  const plans = world.runs("plan");
  const second = await world.enforce({ earlier: first });
  expect(second.subscriptions.map(({ movement }) => movement)).toEqual(["stays", "stays", "stays"]);
  expect(statuses(second)).toEqual({ 5: "failed", 6: "repaired", 7: "repaired" });
  expect(world.runs("plan")).toBe(plans + 2);
  expect(statuses(await world.enforce())).toEqual({ 5: "repaired" });
});

test("two enforcements: the second is refused", async () => {
  await world.break(8, 1);
  const [first, second] = await Promise.allSettled([world.enforce(), world.enforce()]);
  expect(first).toMatchObject({ status: "fulfilled", value: { status: "repaired" } });
  expect(second).toMatchObject({
    status: "rejected",
    reason: { message: expect.stringContaining("enforce since") },
  });
});

test("subscriptions that accept no changes are reported and skipped", async () => {
  for (const index of [1, 2, 3, 4]) await world.break(index, 0);
  const states = ["Disabled", "PastDue", "Warned"] as const;
  for (const [at, state] of states.entries()) world.sandbox.changeSubscription(idOf(at + 1), { state });
  world.sandbox.changeSubscription(idOf(4), { tenantId: "99999999-9999-9999-9999-999999999999" });
  const plans = world.runs("plan");
  const result = await world.enforce();
  expect(statuses(result)).toEqual({ 1: "skipped", 2: "skipped", 3: "skipped", 4: "skipped" });
  expect(result.subscriptions.map(({ why }) => why.join())).toEqual([
    expect.stringContaining("its state is Disabled"),
    expect.stringContaining("its state is PastDue"),
    expect.stringContaining("its state is Warned"),
    "it was transferred to the tenant 99999999-9999-9999-9999-999999999999",
  ]);
  expect([result.status, world.runs("plan")]).toEqual(["clean", plans]);
  for (const index of [1, 2, 3]) world.sandbox.changeSubscription(idOf(index), { state: "Enabled" });
  world.sandbox.changeSubscription(idOf(4), { tenantId: "22222222-2222-2222-2222-222222222222" });
  expect(await world.enforce()).toMatchObject({ status: "repaired", summary: { repaired: 4 } });
});

test("during a freeze of the fleet, drift is planned and shown, and nothing is applied", async () => {
  await world.break(9, 2);
  const applies = world.runs("apply");
  const result = await world.enforce({ today: day("2027-01-04") });
  expect(result.stopped).toEqual({
    by: "freeze",
    message: "nothing is applied from 2026-12-18 until 2027-01-04: The year ends for our customers",
  });
  expect([statuses(result), world.runs("apply")]).toEqual([{ 9: "not-started" }, applies]);
  expect(await world.enforce({ today: day("2026-12-17") })).toMatchObject({ status: "repaired" });
});

test("after an interruption behind the canaries, another run does the rest", async () => {
  for (const index of [1, 2, 3, 4, 5, 6]) await world.break(index, 3);
  const say = (text: string) => {
    if (text.startsWith("the rest")) world.interrupt();
  };
  const first = await world.enforce({ say });
  expect(first).toMatchObject({
    status: "stopped",
    stopped: { by: "interruption" },
    summary: { repaired: 2, repairable: 4 },
  });
  const applies = world.runs("apply");
  const second = await world.enforce({ resume: true });
  expect(second).toMatchObject({ status: "repaired", summary: { found: 4, repaired: 4 } });
  expect(world.runs("apply")).toBe(applies + 4);
});

test("a finding that no stack can repair is reported without a plan", async () => {
  const group = `/subscriptions/${idOf(10)}/resourceGroups/rg-csp-baseline/providers/Microsoft.Insights`;
  await world.create(
    10,
    "resourceGroups/rg-csp-baseline/providers/Microsoft.Insights/activityLogAlerts/second@2020-10-01",
    {
      location: "global",
      properties: {
        scopes: [`/subscriptions/${idOf(10)}`],
        condition: { allOf: [{ field: "category", equals: "ServiceHealth" }] },
        actions: { actionGroups: [{ actionGroupId: `${group}/actionGroups/ag-csp-baseline` }] },
        enabled: true,
      },
    },
  );
  const plans = world.runs("plan");
  const result = await world.enforce();
  expect(result.subscriptions).toMatchObject([
    { subscriptionId: idOf(10), status: "not-repairable", drift: [] },
  ]);
  expect(world.runs("plan")).toBe(plans);
});
