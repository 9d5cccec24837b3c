import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { CommandError } from "../../../src/cli/exit-codes.ts";
import { type AlertsOptions, type AlertsWorld, alerts } from "../../../src/cli/partner/alerts/run.ts";
import type { alertsReport } from "../../../src/partner/alerts-report.ts";
import { CUSTOMER_TENANT, NOW, type PartnerSandbox, partnerSandbox } from "../../partner/support.ts";
import { heardConsole } from "../../support/console.ts";
import { CONTOSO, folderOf, PARTNER } from "../../support/fleet.ts";
import { temporaryFolder } from "../../support/stack.ts";

const fleet = folderOf({ "partner.yaml": PARTNER, "customers/contoso.yaml": CONTOSO });
const NAMES = /contoso|prod\b|soc@fabrikam|0000-0000-000000000001/i;

let sandbox: PartnerSandbox;
beforeEach(async () => {
  sandbox = await partnerSandbox();
});

/** The command in this process: its exit status, and what it wrote. */
async function run(options: AlertsOptions = {}, world: AlertsWorld = {}, env: Record<string, string> = {}) {
  const console = heardConsole(env, NOW);
  const { credential, ...rest } = sandbox.options;
  const connection = options.legacy ? rest : { ...rest, credential };
  try {
    const status = await alerts({ fleet, ...options }, console, { connection, ...world });
    return { status, ...console.heard };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { status: error.exitCode, out: console.heard.out, err: console.heard.err + error.message };
  }
}

const firstId = async () => {
  const { out } = await run({ format: "json" });
  return String(JSON.parse(out).alerts[0].id);
};

describe("the list", () => {
  test("has each alert with its customer, subscription and who gets its mail, the overdue first", async () => {
    const { out, status } = await run();
    expect(status).toBe(1);
    const lines = out.split("\n");
    expect(lines[0]).toMatch(/^overdue +high +contoso\/prod +CryptoMining +30 h {2}[0-9a-f-]{36}$/);
    expect(lines[1]).toContain(
      "Microsoft mails Admin agents only; its security contact: soc@fabrikam.example",
    );
    expect(out).toMatch(/active +medium .*\(not managed\) +AzureBatch_AnomalousDeployment/);
    expect(out).toContain("QuotaSomethingNew");
  });

  test("does not name people on standard error", async () => {
    const { err } = await run();
    expect(err).toMatch(/fail partner-alerts-answered: 1 of 3 open security alerts unresolved/);
    expect(err).not.toMatch(NAMES);
  });

  test("exits with 0 if every alert is answered", async () => {
    await sandbox.set({ alerts: [{ id: "a", status: "resolved" }] });
    expect(await run()).toMatchObject({
      status: 0,
      err: expect.stringContaining("pass partner-alerts-answered"),
    });
  });

  test("lists unanswered alerts with --active", async () => {
    expect((await run({ active: true })).out).not.toContain("resolved");
  });

  test("is JSON of a stable shape", async () => {
    const { out } = await run({ format: "json" });
    const report: ReturnType<typeof alertsReport> = JSON.parse(out);
    expect(report).toMatchObject({
      schema: "csp-baseline/partner-alerts/v1",
      generatedAt: NOW.toISOString(),
      source: "graph",
      summary: { alerts: 4, active: 3, open: 3, overdue: 1, unmanaged: 1 },
      responseTime: { resolved: 1, averageHours: 10 },
    });
  });

  test("shows only printable characters of Microsoft's answers", async () => {
    const title = "\u001b[2Jgone\u202e\nnew line";
    await sandbox.set({
      alerts: [{ id: "a\u0007", status: "active", displayName: title, alertType: "x\ty" }],
    });
    const { out } = await run();
    expect(out.split("\n")).toHaveLength(3);
    expect(out.replaceAll("\n", "")).not.toMatch(/\p{C}/u);
  });

  test("of the older fraud events needs a user's consent", async () => {
    expect(await run({ legacy: true })).toMatchObject({
      status: 3,
      err: expect.stringContaining("CSP_BASELINE_PARTNER_REFRESH_TOKEN_FILE"),
    });
    const env = {
      CSP_BASELINE_PARTNER_REFRESH_TOKEN: "sandbox-refresh-token",
      ARM_CLIENT_ID: "a",
      ARM_CLIENT_SECRET: "b",
    };
    const { out, status } = await run({ legacy: true, format: "json" }, {}, env);
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ source: "fraud-events", summary: { alerts: 1, overdue: 1 } });
  });

  test("that cannot be read exits with 3, and names the missing permission", async () => {
    sandbox.client.sandbox.addFault({ path: "/securityAlerts", status: 403, code: "Forbidden", times: null });
    expect(await run()).toMatchObject({
      status: 3,
      out: "",
      err: expect.stringMatching(
        /^Microsoft Graph: it answered 403 Forbidden.*it needs PartnerSecurity\.Read\.All$/,
      ),
    });
  });
});

describe("one alert", () => {
  test("is shown whole", async () => {
    const { out, status } = await run({ action: "show", id: await firstId() });
    expect(status).toBe(0);
    expect(out).toMatch(/^where +contoso\/prod$/m);
    expect(out).toMatch(/^resource +\/subscriptions\//m);
  });

  test("that was resolved is not resolved twice, and says how it was", async () => {
    const resolving = { action: "resolve", id: await firstId(), reason: "fraud", yes: true };
    await run(resolving);
    const before = sandbox.client.sandbox.requests().length;
    const again = await run({ ...resolving, reason: "legitimate" });
    expect(again).toMatchObject({ status: 0, out: expect.stringMatching(/^already resolved: fraud, 2026-/) });
    expect(
      sandbox.client.sandbox
        .requests()
        .slice(before)
        .some(({ method }) => method === "PATCH"),
    ).toBe(false);
  });

  test("under investigation stays open and overdue, with a note in the record", async () => {
    const id = await firstId();
    const record = join(temporaryFolder(), "record.jsonl");
    const investigating = { action: "investigate", id, yes: true, record, note: "called the customer" };
    expect(await run(investigating)).toMatchObject({ status: 0, out: expect.stringContaining("stays open") });
    expect(JSON.parse(readFileSync(record, "utf8"))).toMatchObject({
      alert: id,
      status: "investigating",
      note: "called the customer",
      at: NOW.toISOString(),
    });
    const { err, out, status } = await run({ active: true });
    expect(status).toBe(1);
    expect(out).toMatch(new RegExp(`^overdue .*${id}$`, "m"));
    expect(err).toMatch(/1 of 3 open security alerts unresolved/);
    expect(await run(investigating)).toMatchObject({
      out: "it is investigating already; nothing was written\n",
    });
  });

  test("that does not exist is reported", async () => {
    expect(await run({ action: "show", id: "none" })).toMatchObject({ status: 2 });
    expect(await run({ action: "resolve", id: "none", reason: "fraud", yes: true })).toMatchObject({
      status: 2,
    });
  });

  test("is resolved only after a confirmation", async () => {
    const id = await firstId();
    const resolving = { action: "resolve", id, reason: "legitimate" };
    const asked: string[] = [];
    const saying = (answer: boolean): AlertsWorld => ({
      confirm: async (question) => {
        asked.push(question);
        return answer;
      },
    });
    expect(await run(resolving, saying(false))).toMatchObject({ status: 0, err: "nothing was written\n" });
    const patches = () => sandbox.client.sandbox.requests().filter(({ method }) => method === "PATCH").length;
    const before = patches();
    expect(await run(resolving, saying(true))).toMatchObject({ status: 0 });
    expect(patches()).toBe(before + 1);
    expect(asked).toEqual(Array(2).fill("Resolve this alert as legitimate?"));
    expect((await run({ action: "show", id })).out).toMatch(/^resolved +legitimate/m);
  });

  test("is resolved without asking with --yes; without a terminal nothing else is", async () => {
    const resolving = { action: "resolve", id: await firstId(), reason: "fraud" };
    expect(await run(resolving)).toMatchObject({
      status: 2,
      out: "",
      err: expect.stringContaining("add --yes"),
    });
    expect(await run({ ...resolving, yes: true })).toMatchObject({ status: 0, out: "resolved as fraud\n" });
    expect(await run()).toMatchObject({ status: 0 });
  });
});

describe("the list is narrowed", () => {
  const RESELLER = "99999999-9999-9999-9999-999999999999";
  const listed = async (options: AlertsOptions) =>
    (await run(options)).out.match(/^\S.* [\w-]+$/gm)?.length ?? 0;

  test("to a customer, a reseller or a time; then the average is not known", async () => {
    await sandbox.set({
      alerts: [
        {
          id: "a",
          status: "active",
          customerTenantId: CUSTOMER_TENANT,
          detectedDateTime: "2026-11-01T00:00:00Z",
        },
        {
          id: "b",
          status: "active",
          customerTenantId: RESELLER,
          valueAddedResellerTenantId: RESELLER.toUpperCase(),
        },
        {
          id: "c",
          status: "resolved",
          customerTenantId: CUSTOMER_TENANT,
          detectedDateTime: "2026-11-20T00:00:00Z",
        },
      ],
    });
    expect(await listed({})).toBe(3);
    expect(await listed({ customer: "contoso" })).toBe(2);
    expect(await listed({ customer: RESELLER })).toBe(1);
    expect(await listed({ reseller: RESELLER })).toBe(1);
    expect(await listed({ since: "2026-11-20" })).toBe(2);
    expect((await run({ since: "2026-11-20" })).err).not.toContain("response time");
    expect(JSON.parse((await run({ customer: "contoso", format: "json" })).out).responseTime).toBeNull();
  });
});

test.each([
  ["a note that is kept nowhere", { action: "investigate", id: "a", note: "x" }, /--note needs --record/],
  ["a customer that the fleet does not have", { customer: "unknown" }, /no customer "unknown"/],
  ["a reseller that is not a tenant", { reseller: "acme" }, /no customer of the fleet has this reseller/],
  ["a time that is not a day", { since: "yesterday" }, /YYYY-MM-DD/],
  [
    "a reason that is none",
    { action: "resolve", id: "a", reason: "boredom" },
    /legitimate, fraud, ignore, got "boredom"/,
  ],
  ["no reason", { action: "resolve", id: "a" }, /got nothing/],
  ["no id", { action: "show" }, /needs the id/],
  [
    "resolving what can only be read",
    { action: "resolve", id: "a", reason: "fraud", legacy: true },
    /reads only/,
  ],
  ["watching one alert", { action: "show", id: "a", watch: true }, /needs the list of alerts/],
  ["a watch that never rests", { watch: "1" }, /from 10 to 86400/],
  ["a watch of no seconds", { watch: "often" }, /got "often"/],
] as const)("%s is refused", async (_, options, message) => {
  expect(await run(options)).toMatchObject({ status: 2, err: expect.stringMatching(message) });
});

test("a watch shows changes, continues after a failure, and exits with the last result", async () => {
  const waits: number[] = [];
  let end = () => {};
  const steps = [
    async () => sandbox.client.sandbox.addFault({ path: "/securityAlerts", status: 403, times: 1 }),
    async () =>
      sandbox.set({ alerts: [{ id: "brand-new", status: "active", detectedDateTime: NOW.toISOString() }] }),
    async () => undefined,
    async () => end(),
  ];
  const { err, out, status } = await run(
    { watch: "60" },
    {
      stopped: () =>
        new Promise((resolve) => {
          end = resolve;
        }),
      pause: async (milliseconds) => {
        waits.push(milliseconds);
        await steps[waits.length - 1]?.();
      },
    },
  );
  expect(waits).toEqual([60_000, 60_000, 60_000, 60_000]);
  expect(out.match(/CryptoMining/g)).toHaveLength(1);
  expect(out.match(/brand-new/g)).toHaveLength(1);
  expect(err).toMatch(/it answered 403/);
  expect(status).toBe(0);
});
