import { beforeEach, expect, test } from "vitest";
import { type PartnerBudgetsOptions, partnerBudgets } from "../../../src/cli/partner/budgets/run.ts";
import { costVisibility } from "../../../src/cli/partner/cost-visibility/run.ts";
import { webhookShow } from "../../../src/cli/partner/webhook/show.ts";
import { CUSTOMER_TENANT, NOW, type PartnerSandbox, partnerSandbox } from "../../partner/support.ts";
import { heardConsole } from "../../support/console.ts";
import { CONTOSO, folderOf, PARTNER } from "../../support/fleet.ts";

const fleet = folderOf({ "partner.yaml": PARTNER, "customers/contoso.yaml": CONTOSO });
const reseller = folderOf({
  "partner.yaml": PARTNER.replace("role: direct-bill", "role: indirect-reseller"),
  "customers/contoso.yaml": CONTOSO,
});
const USER = {
  CSP_BASELINE_PARTNER_REFRESH_TOKEN: "sandbox-refresh-token",
  CSP_BASELINE_PARTNER_CLIENT_ID: "app",
  CSP_BASELINE_PARTNER_CLIENT_SECRET: "s",
};

let sandbox: PartnerSandbox;
let console: ReturnType<typeof heardConsole>;
beforeEach(async () => {
  sandbox = await partnerSandbox();
  console = heardConsole(USER, NOW);
  await sandbox.set({ usageBudgets: {} });
});

const run = (options: Partial<PartnerBudgetsOptions> = {}, confirm?: () => Promise<boolean>) => {
  const { credential: _, ...connection } = sandbox.options;
  return partnerBudgets({ fleet, ...options }, console, {
    connection,
    ...(confirm === undefined ? {} : { confirm }),
  });
};
const writes = () => sandbox.client.sandbox.requests().filter(({ method }) => method === "PATCH");

test("spending budgets are shown beside the fleet's, and a customer without one is a finding", async () => {
  expect(await run()).toBe(1);
  expect(console.heard.out).toBe("contoso  Partner Center: none; Azure: 2 budgets of 2,000\n");
  expect(console.heard.err).toContain("1 customer without a spending budget");
  await sandbox.set({ usageBudgets: { [CUSTOMER_TENANT]: { Amount: 1500 } } });
  expect(await run({ format: "json" })).toBe(0);
  expect(JSON.parse(console.heard.out.split("\n").slice(1).join("\n"))).toEqual({
    schema: "csp-baseline/partner-budgets/v1",
    customers: [
      { customer: "contoso", spendingBudget: 1500, azureBudgets: 2, azureAmount: 2000, failure: null },
    ],
  });
});

test("the sum of the fleet's budgets is set after asking, once", async () => {
  const asked: string[] = [];
  const yes = async (question = "") => {
    asked.push(question);
    return true;
  };
  expect(await run({ set: "fleet" }, yes)).toBe(0);
  expect(asked).toHaveLength(1);
  expect(writes()).toHaveLength(1);
  expect(await run({ set: "fleet", yes: true })).toBe(0);
  expect(writes()).toHaveLength(1);
  expect(console.heard.out).toContain("Partner Center: 2,000 a month");
});

test("nothing is set without a confirmation or without a terminal", async () => {
  expect(await run({ set: "100" }, async () => false)).toBe(1);
  await expect(run({ set: "100" })).rejects.toThrow(/add --yes/);
  expect(writes()).toHaveLength(0);
});

test("setting needs a user's consent; what is refused is shown", async () => {
  console = heardConsole({}, NOW);
  await expect(run({ set: "100", yes: true })).rejects.toMatchObject({ exitCode: 3 });
  console = heardConsole(USER, NOW);
  sandbox.client.sandbox.addFault({ method: "PATCH", path: "/usagebudget", status: 409, times: null });
  expect(await run({ set: "100", yes: true })).toBe(3);
  expect(console.heard.out).toMatch(/Partner Center: unknown \(it answered 409/);
});

test.each(["0", "-1", "many", "1.5"])("an amount of %j is a usage error", async (set) => {
  await expect(run({ set })).rejects.toMatchObject({ exitCode: 2 });
});

test("no request is sent to an API that an indirect reseller has no access to", async () => {
  const message = expect.stringContaining("an indirect reseller has no access to");
  const before = sandbox.client.sandbox.requests().length;
  const refused = { exitCode: 2, message };
  await expect(run({ fleet: reseller })).rejects.toMatchObject(refused);
  await expect(webhookShow({ fleet: reseller }, console)).rejects.toMatchObject(refused);
  await expect(costVisibility({ fleet: reseller }, console)).rejects.toMatchObject(refused);
  expect(sandbox.client.sandbox.requests().length).toBe(before);
});
