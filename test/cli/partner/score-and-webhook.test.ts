import { beforeEach, describe, expect, test } from "vitest";
import { type ScoreOptions, score } from "../../../src/cli/partner/score/run.ts";
import { CUSTOMER_TENANT, NOW, type PartnerSandbox, partnerSandbox } from "../../partner/support.ts";
import { cspBaseline } from "../../support/command.ts";
import { heardConsole } from "../../support/console.ts";
import { CONTOSO, folderOf, PARTNER } from "../../support/fleet.ts";

const fleet = folderOf({ "partner.yaml": PARTNER, "customers/contoso.yaml": CONTOSO });

let sandbox: PartnerSandbox;
let console: ReturnType<typeof heardConsole>;
beforeEach(async () => {
  sandbox = await partnerSandbox();
  console = heardConsole({}, NOW);
});

describe("the score", () => {
  const run = async (options: ScoreOptions = {}) => ({
    status: await score({ fleet, ...options }, console, sandbox.options),
    ...console.heard,
  });

  test("shows the requirements that are not met, the place to handle each, and the difference between the two budgets", async () => {
    const { err, out, status } = await run();
    expect(status).toBe(1);
    expect(out).toMatch(/^60 of 100 points$/m);
    expect(out).toMatch(
      /^fail +security alerts promptly resolved: not met \(0 of 20 points\): alerts were answered after 30\.5 hours on average .*\n +meeting it adds 20 points\n +see https:/m,
    );
    expect(out).toMatch(/^history +2026-10-25 60, /m);
    expect(out).toMatch(/does not document that one counts as the other/);
    expect(err).not.toMatch(/contoso/i);
  });

  test("ends with 0 when every requirement is met", async () => {
    const requirement = { id: "1", requirementType: "mfaEnforcedForAdmins", complianceStatus: "compliant" };
    await sandbox.set({ requirements: [requirement] });
    expect(await run({ format: "json" })).toMatchObject({ status: 0 });
    expect(JSON.parse(console.heard.out)).toMatchObject({
      schema: "csp-baseline/partner-score/v1",
      control: { id: "partner-security-score", status: "pass" },
      requirements: [{ type: "mfaEnforcedForAdmins", status: "pass" }],
    });
  });

  test("asks for spending budgets only where that is wanted, and goes on when one cannot be read", async () => {
    await run();
    expect(sandbox.client.sandbox.requests().some(({ path }) => path.endsWith("/usagebudget"))).toBe(false);
    await sandbox.set({ usageBudgets: { [CUSTOMER_TENANT]: { Amount: 250 } } });
    expect((await run({ customers: true })).out).toMatch(
      /contoso: 2 of 2 subscriptions with a budget in Azure; a spending budget of 250 a month in Partner Center/,
    );
    sandbox.client.sandbox.addFault({ path: "/usagebudget", status: 403, times: null });
    expect((await run({ customers: true })).out).toMatch(/contoso: .*; Partner Center: it answered 403/);
  });

  test("shows each customer's MFA, also of one that is not in the fleet, and stands without it", async () => {
    const mfa = {
      compliantAdminsCount: 2,
      compliantNonAdminsCount: 5,
      totalUsersCount: 9,
      securityDefaultsStatus: "disabled",
      mfaConditionalAccessPolicyStatus: "enabled",
      legacyPerUserMfaStatus: "disabled",
    };
    const none = { ...mfa, mfaConditionalAccessPolicyStatus: "disabled" };
    const silent = { ...mfa, mfaConditionalAccessPolicyStatus: "unknownFutureValue" };
    await sandbox.set({
      customerInsights: [
        { tenantId: CUSTOMER_TENANT.toUpperCase(), mfa },
        { tenantId: "other", mfa: none },
        { tenantId: "third", mfa: silent },
      ],
    });
    const { out } = await run();
    expect(out).toMatch(/^mfa +contoso: MFA is required; 7 of 9 users use it$/m);
    expect(out).toMatch(/^mfa +tenant other \(not in the fleet\): no policy requires MFA; 7 of 9/m);
    expect(out).toMatch(/^mfa +tenant third .*: Microsoft does not report whether MFA is required/m);
    sandbox.client.sandbox.addFault({
      path: "/customerInsights",
      status: 403,
      code: "Forbidden",
      times: null,
    });
    console.heard.out = "";
    expect((await run()).out).toMatch(/^60 of 100[\s\S]*^mfa +not read of customers: it answered 403/m);
  });

  test("can be limited to one customer, and its history to a first day", async () => {
    await run({ customer: "Contoso Ltd", since: "2026-11-10", format: "json" });
    const report = JSON.parse(console.heard.out);
    expect(report.customers.mfa).toMatchObject([{ customer: "contoso", mfaRequired: false }]);
    expect(report.history).toHaveLength(1);
    await expect(run({ since: "soon" })).rejects.toMatchObject({ exitCode: 2 });
    await expect(run({ customer: "not-known" })).rejects.toMatchObject({ exitCode: 2 });
  });

  test("can be limited to the customers of one reseller", async () => {
    const reseller = "99999999-9999-9999-9999-999999999999";
    const sold = folderOf({
      "partner.yaml": PARTNER.replace("role: direct-bill", "role: indirect-provider"),
      "customers/contoso.yaml": `${CONTOSO}reseller: { name: Resell Ltd, tenantId: ${reseller} }\n`,
    });
    for (const name of [reseller.toUpperCase(), "resell ltd"]) {
      console.heard.out = "";
      await run({ fleet: sold, reseller: name, format: "json" });
      const report = JSON.parse(console.heard.out);
      expect(report.customers.mfa).toMatchObject([{ customer: "contoso" }]);
      expect(report.spendingBudgets.customers).toMatchObject([{ customer: "contoso" }]);
    }
    await expect(run({ reseller })).rejects.toThrow(/no such customer of the fleet has this reseller/);
    await expect(run({ fleet: sold, reseller: "Resel Ltd" })).rejects.toThrow(/Resell Ltd/);
  });

  test("that cannot be read ends with 3", async () => {
    await sandbox.set({ score: {} });
    await expect(run()).rejects.toMatchObject({ exitCode: 3 });
  });
});

test("in the sandbox the commands need no configuration", () => {
  const partner = `${process.execPath} dist/src/cli/main.js partner`;
  const script = [
    `${partner} alerts --fleet ${fleet}`,
    `${partner} webhook register --url https://hooks.example/x --yes --fleet ${fleet}`,
    `${partner} score --customers --fleet ${fleet}`,
  ].join("; ");
  const { status, stdout } = cspBaseline(["sandbox", "--fleet", fleet, "--", "sh", "-c", script]);
  expect(stdout).toMatch(/^overdue .* contoso\/prod .* CryptoMining/m);
  expect(stdout).toContain("registered for azure-fraud-event-detected");
  expect(stdout).toContain("60 of 100 points");
  expect(status).toBe(1);
});
