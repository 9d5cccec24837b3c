import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { EnforceResult } from "../../src/enforce/index.ts";
import { enforceJsonSchema } from "../../src/enforce/schema.ts";
import { findingsJsonSchema } from "../../src/findings/json-schema.ts";
import { attestEverything } from "../support/duties.ts";
import { validatorOf } from "../support/json-schema.ts";
import { idOf, World } from "./support/world.ts";

/*
 * `csp-baseline enforce` and `audit --drift` as a user runs them. Each test leaves the fleet whole.
 */

const validate = validatorOf(JSON.parse(enforceJsonSchema("known")));

let world: World;
let partner: string;
beforeAll(async () => {
  world = await World.start({ count: 8 });
  partner = readFileSync(join(world.fleetFolder, "partner.yaml"), "utf8");
}, 240_000);

const enforce = (...args: readonly string[]) => world.command("enforce", ...args);
const applySafe = (...args: readonly string[]) => enforce("--apply", "safe", ...args);
const result = (): EnforceResult => JSON.parse(readFileSync(join(world.plans, "enforce.json"), "utf8"));
const file = (name: string) => join(world.root, name);
const statuses = () =>
  Object.fromEntries(
    result().subscriptions.map(({ status, subscriptionId }) => [Number(subscriptionId.slice(-4)), status]),
  );

test("a fleet without drift has no findings, and the exit code is 0", async () => {
  const { out, status } = await applySafe();
  expect([status, out]).toEqual([0, "found 0 of 8 managed subscriptions\n"]);
  expect(world.runs("plan")).toBe(0);
});

test("without --apply it shows what is safe, and why, and changes nothing", async () => {
  await world.break(1, 0);
  const { err, out, status } = await enforce();
  expect(status).toBe(1);
  expect(out).toMatch(
    /^contoso\/app-1 safe to repair\n {4}critical security-contact: it has no e-mail address\n/,
  );
  expect(out).toContain("is empty (Microsoft.Security/securityContacts/write by ");
  expect(out).toContain("A plan is safe when\n  - It only creates, updates and imports resources");
  expect(out).toMatch(/\nfound 1 of 8 managed subscriptions: 1 safe to repair\n$/);
  expect(err).not.toContain("was accessible to others");
  expect([world.runs("plan"), world.runs("apply")]).toEqual([1, 0]);
});

test("--apply safe repairs it; only that stack is planned, and the next run finds nothing", async () => {
  const { out, status } = await applySafe();
  expect(status, out).toBe(0);
  expect(out).toMatch(/^contoso\/app-1 repaired\n/);
  expect([world.runs("plan"), world.runs("apply")]).toEqual([2, 1]);
  expect((await applySafe()).out).toBe("found 0 of 8 managed subscriptions\n");
});

test("the limit stops the run before anything is planned, as a number and as a share; --max permits it", {
  timeout: 240_000,
}, async () => {
  for (const index of [1, 2, 3, 4]) await world.break(index, 3);
  const plans = world.runs("plan");
  for (const max of [[], ["--max", "3"], ["--max", "49%"]]) {
    const { out, status } = await applySafe(...max);
    expect([status, out]).toEqual([1, expect.stringContaining("stopped 4 of 8 subscriptions (50 %)")]);
    expect(out).toContain("4 not started");
    expect(result().stopped?.by).toBe("brake");
  }
  expect(world.runs("plan")).toBe(plans);
  expect(await applySafe("--max", "50%")).toMatchObject({ status: 0 });
});

test.each([["x"], ["-1"], ["101%"], ["1.5"]])("--max %s is refused", async (max) => {
  const { err, status } = await applySafe(`--max=${max}`);
  expect([status, err]).toEqual([
    2,
    expect.stringContaining("--max must be a number of subscriptions or a share"),
  ]);
});

test("during a freeze in partner.yaml, drift is found and shown, and nothing is applied", async () => {
  await world.break(2, 2);
  const applies = world.runs("apply");
  const freeze = "enforce: { freeze: [{ from: 2026-11-24, until: 2026-11-30, reason: Black Friday }] }\n";
  world.write("partner.yaml", `${partner}${freeze}`);
  const { out, status } = await applySafe();
  world.write("partner.yaml", partner);
  expect(status).toBe(1);
  expect(out).toContain("contoso/app-2 not started: frozen until 2026-11-30");
  expect(out).toContain("stopped nothing is applied from 2026-11-24 until 2026-11-30: Black Friday");
  expect(world.runs("apply")).toBe(applies);
  expect(await applySafe()).toMatchObject({ status: 0 });
});

test("a second enforcement is refused while the first is running", async () => {
  await world.break(3, 1);
  const both = await Promise.all([applySafe(), applySafe()]);
  const [first, second] = both.sort((a, b) => a.status - b.status);
  expect(first).toMatchObject({ status: 0, out: expect.stringContaining("contoso/app-3 repaired") });
  expect(second).toMatchObject({
    status: 2,
    out: "",
    err: expect.stringMatching(/enforce since 2026-11-24T12/),
  });
});

test("Terraform fails: 3, and --resume does only what is left", { timeout: 240_000 }, async () => {
  for (const index of [1, 2, 3, 4, 5, 6]) await world.break(index, 3);
  world.faults(2, { "apply:azapi_resource.budget": ["403 AuthorizationFailed: it is not permitted"] });
  const first = await applySafe("--max", "6");
  expect(first).toMatchObject({ status: 3, out: expect.stringContaining("a canary was not repaired") });
  expect(statuses()).toEqual({
    1: "repaired",
    2: "failed",
    3: "not-started",
    4: "not-started",
    5: "not-started",
    6: "not-started",
  });
  const applies = world.runs("apply");
  const second = await applySafe("--max", "6", "--resume");
  expect(second.status, second.out).toBe(0);
  expect(result().summary).toMatchObject({ subscriptions: 5, found: 5, repaired: 5 });
  expect(world.runs("apply")).toBe(applies + 5);
  expect(await applySafe()).toMatchObject({ status: 0, out: "found 0 of 8 managed subscriptions\n" });
});

test("--resume without an earlier result is refused", async () => {
  const { err, status } = await applySafe("--resume", "--plans", file("other-plans"));
  expect([status, err]).toEqual([2, expect.stringContaining("there is no earlier result of enforce in")]);
});

test("--format json equals the result file and matches its schema; --format markdown has the same content", async () => {
  await world.break(4, 6);
  const json = await enforce("--format", "json");
  expect([json.status, validate(JSON.parse(json.out))]).toEqual([1, []]);
  expect(JSON.parse(json.out)).toEqual(result());
  const markdown = await applySafe("--format", "markdown", "--output", file("enforced.md"));
  expect([markdown.status, markdown.out]).toEqual([0, ""]);
  expect(readFileSync(file("enforced.md"), "utf8")).toMatch(
    /^\*\*found 1 of 8 managed subscriptions: 1 repaired\*\*\n\n- \*\*`contoso\/app-4`\*\*: repaired\n/,
  );
  expect([result().mode, validate(result())]).toEqual(["apply", []]);
});

test("--from limits the run to the subscriptions with findings in an earlier audit", async () => {
  for (const index of [5, 6]) await world.break(index, 3);
  const only = ["--only", "app-5", "app-7"];
  const audit = await world.command(
    "audit",
    "--drift",
    "--format",
    "json",
    "--output",
    file("f.json"),
    ...only,
  );
  expect(audit.status).toBe(1);
  const { err, status } = await applySafe("--from", file("f.json"));
  expect([status, statuses()]).toEqual([0, { 5: "repaired" }]);
  expect(err).toContain("in 1 managed subscription");
  expect(await applySafe("--only", "app-1", "app-2")).toMatchObject({
    out: "found 0 of 2 managed subscriptions\n",
  });
  expect(await applySafe("--only", "app-6", "app-7")).toMatchObject({ status: 0 });
});

test("a file that --from cannot use is refused by the name of that option", async () => {
  writeFileSync(file("none.json"), '{"findings":[]}');
  for (const [name, why] of [
    ["missing.json", "ENOENT"],
    ["none.json", "is not a findings file"],
  ] as const) {
    const { err, status } = await applySafe("--from", file(name));
    expect([status, err]).toEqual([2, expect.stringMatching(new RegExp(`--from ${file(name)}:? ?.*${why}`))]);
    expect(err).not.toContain("--findings");
  }
});

test("drift that a changed fleet would also change waits for review, with the command that plans it; --since does not plan it again", {
  timeout: 240_000,
}, async () => {
  await world.break(7, 1);
  const { fleet } = world;
  const contoso = readFileSync(join(world.fleetFolder, "customers/contoso.yaml"), "utf8");
  world.write(
    "customers/contoso.yaml",
    contoso.replace("name: app-7 }", "name: app-7, baseline: { budget: { amount: 4321 } } }"),
  );
  await world.declareAgain();
  const { out, status } = await applySafe("--output", file("waits.txt"));
  const text = readFileSync(file("waits.txt"), "utf8");
  expect([status, out]).toEqual([1, ""]);
  expect(text).toMatch(/^contoso\/app-7 waits: .* this is a rollout\n/);
  expect(text).toContain(`\n    csp-baseline plan --only ${idOf(7)}\n`);
  expect(text).toMatch(/1 waiting for a person\n$/);
  const plans = world.runs("plan");
  writeFileSync(file("before.json"), JSON.stringify(result()));
  const again = await applySafe("--since", file("before.json"));
  expect(again).toMatchObject({ status: 1, err: expect.stringContaining("1 decided without a plan (since") });
  expect([result().subscriptions[0]?.movement, world.runs("plan")]).toEqual(["stays", plans]);
  world.write("customers/contoso.yaml", contoso);
  world.declare(fleet);
  expect(await applySafe()).toMatchObject({ status: 0 });
});

test("audit --drift compares the whole declaration, and drift is not a failed control", async () => {
  attestEverything(world.fleetFolder);
  await world.change(
    8,
    "resourceGroups/rg-csp-baseline/providers/Microsoft.Insights/actionGroups/ag-csp-baseline@2023-01-01",
    (body) => {
      body.properties.emailReceivers.push({
        name: "spy",
        emailAddress: "spy@else.example",
        useCommonAlertSchema: true,
      });
    },
  );
  const shown = await world.command("audit", "--drift");
  expect(shown.out).toContain("actionGroups ag-csp-baseline properties.emailReceivers has ");
  const json = await world.command("audit", "--drift", "--format", "json");
  const findings = JSON.parse(json.out);
  expect(validatorOf(JSON.parse(findingsJsonSchema("known")))(findings)).toEqual([]);
  expect(findings.drift).toMatchObject([
    { subscriptionId: idOf(8), places: [{ path: "properties.emailReceivers" }] },
  ]);
  expect(findings.findings.filter(({ status }: { status: string }) => status === "fail")).toEqual([]);
  const without = await world.command("audit", "--format", "json");
  expect(JSON.parse(without.out)).not.toHaveProperty("drift");
  expect([shown.status, json.status, without.status]).toEqual([0, 0, 0]);
  expect(await applySafe()).toMatchObject({
    status: 0,
    out: expect.stringContaining("contoso/app-8 repaired"),
  });
});

test("without a sign-in it exits with 3 and the reason", async () => {
  const nowhere = "https://127.0.0.1:9";
  const env = {
    CSP_BASELINE_ARM_ENDPOINT: nowhere,
    ARM_RESOURCE_MANAGER_ENDPOINT: nowhere,
    ARM_METADATA_HOSTNAME: "",
    ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST: nowhere,
    AZURE_AUTHORITY_HOST: nowhere,
  };
  const { err, out, status } = await world.commandWith(env, "enforce", "--only", "app-1", "--apply", "safe");
  expect([status, out]).toEqual([
    3,
    expect.stringMatching(/^contoso\/app-1 not read: .*\n\nfound 0 of 1 managed subscription: 1 not read\n$/),
  ]);
  expect(err).toMatch(/^nothing was audited, not signed in: run az login/);
});

test("plan and deploy report a subscription that accepts no changes, and process the others", {
  timeout: 240_000,
}, async () => {
  const states = [
    [1, { state: "Disabled" }],
    [2, { state: "PastDue" }],
    [3, { state: "Warned" }],
    [4, { tenantId: "99999999-9999-9999-9999-999999999999" }],
  ] as const;
  await world.break(1, 3);
  await world.break(5, 3);
  for (const [index, change] of states) world.sandbox.changeSubscription(idOf(index), change);
  const plans = ["--plans", file("by-hand"), "--format", "json"];
  const before = [world.runs("plan"), world.runs("apply")];
  for (const [verb, more, done] of [
    ["plan", [], "planned"],
    ["deploy", ["--yes"], "applied"],
  ] as const) {
    const { err, out, status } = await world.command(verb, ...plans, ...more);
    expect(status, err).toBe(0);
    const stacks = JSON.parse(out).stacks.map((one: { id: string; status: string; message?: string }) => [
      Number(one.id.slice(-4)),
      one.status,
      one.status === "skipped" ? one.message : undefined,
    ]);
    expect(stacks.sort((a: [number], b: [number]) => a[0] - b[0])).toEqual([
      [1, "skipped", "its state is Disabled: Azure refuses changes of it, or may"],
      [2, "skipped", "its state is PastDue: Azure refuses changes of it, or may"],
      [3, "skipped", "its state is Warned: Azure refuses changes of it, or may"],
      [4, "skipped", "it was transferred to the tenant 99999999-9999-9999-9999-999999999999"],
      [5, done, undefined],
      [6, "unchanged", undefined],
      [7, "unchanged", undefined],
      [8, "unchanged", undefined],
    ]);
  }
  expect([world.runs("plan"), world.runs("apply")]).toEqual([(before[0] ?? 0) + 4, (before[1] ?? 0) + 1]);
  const shown = await world.command("plan", "--plans", file("by-hand"), "--only", "app-1");
  expect(shown).toMatchObject({
    status: 0,
    err: expect.stringMatching(
      /skipped {2}contoso\/app-1: its state is Disabled: Azure refuses changes of it, or may\n$/,
    ),
  });
  // Without a credential no states are read: Terraform runs, and Azure's answers decide.
  const unsigned = await world.commandWith(
    { ARM_CLIENT_ID: "", AZURE_CLIENT_ID: "" },
    "plan",
    "--plans",
    file("unsigned"),
    "--only",
    "app-1",
  );
  expect([unsigned.status, world.runs("plan")]).toEqual([0, (before[0] ?? 0) + 5]);
  for (const [index] of states)
    world.sandbox.changeSubscription(idOf(index), {
      state: "Enabled",
      tenantId: "22222222-2222-2222-2222-222222222222",
    });
  expect(await applySafe()).toMatchObject({ status: 0 });
});
