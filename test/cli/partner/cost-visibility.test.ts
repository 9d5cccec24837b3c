import { beforeEach, expect, test } from "vitest";
import { type CostVisibilityOptions, costVisibility } from "../../../src/cli/partner/cost-visibility/run.ts";
import { observeCostVisibility } from "../../../src/partner/observe-cost-visibility.ts";
import { READER_CLIENT_ID } from "../../../src/sandbox/index.ts";
import { CUSTOMER_TENANT, NOW, type PartnerSandbox, partnerSandbox } from "../../partner/support.ts";
import { heardConsole } from "../../support/console.ts";
import { CONTOSO, fleetOf, folderOf, PARTNER } from "../../support/fleet.ts";

const OTHER = "33333333-3333-3333-3333-333333333333";
const NORTHWIND = CONTOSO.replace("contoso", "northwind")
  .replaceAll(CUSTOMER_TENANT, OTHER)
  .replaceAll(/0{11}(?=[12]$)/gm, "00000000001");
const fleet = folderOf({ "partner.yaml": PARTNER, "customers/contoso.yaml": CONTOSO });
const fleetOfTwo = folderOf({
  "partner.yaml": PARTNER,
  "customers/contoso.yaml": CONTOSO,
  "customers/northwind.yaml": NORTHWIND,
});

let sandbox: PartnerSandbox;
let console: ReturnType<typeof heardConsole>;
beforeEach(async () => {
  sandbox = await partnerSandbox();
  console = heardConsole({}, NOW);
});

const run = (options: Partial<CostVisibilityOptions> = {}, confirm?: () => Promise<boolean>) =>
  costVisibility({ fleet, ...options }, console, {
    connection: sandbox.options,
    ...(confirm === undefined ? {} : { confirm }),
  });
const writes = () => sandbox.client.sandbox.requests().filter(({ method }) => method === "PUT");

test("costs are hidden until the policy allows them, and the fleet's budgets are shown beside them", async () => {
  expect(await run()).toBe(1);
  expect(console.heard.out).toMatch(/^hidden +contoso +2 budgets of 2,000 a month together$/m);
  expect(console.heard.err).toMatch(/1 customer with hidden costs: .* may not fire.*--set allowed$/m);
  expect(await run({ set: "allowed", yes: true })).toBe(0);
  expect(await run({ customers: ["contoso"] })).toBe(0);
  expect(console.heard.out).toMatch(/^visible +contoso/m);
  expect(writes()).toHaveLength(1);
});

test("an existing setting is not written again, and hiding costs needs a confirmation, too", async () => {
  await sandbox.set({ viewCharges: { [CUSTOMER_TENANT]: "Allowed" } });
  expect(await run({ set: "allowed", yes: true })).toBe(0);
  expect(writes()).toHaveLength(0);
  expect(await run({ set: "not-allowed", yes: true })).toBe(0);
  expect(await run()).toBe(1);
});

test("nothing is set without a confirmation or without a terminal", async () => {
  expect(await run({ set: "allowed" }, async () => false)).toBe(1);
  await expect(run({ set: "allowed" })).rejects.toThrow(/add --yes/);
  expect(writes()).toHaveLength(0);
});

test("a customer that the billing account does not have is unknown; the others are shown", async () => {
  await sandbox.set({ viewCharges: { [CUSTOMER_TENANT]: "Allowed" } });
  expect(await run({ fleet: fleetOfTwo, format: "json" })).toBe(1);
  expect(JSON.parse(console.heard.out)).toMatchObject({
    schema: "csp-baseline/cost-visibility/v1",
    customers: [
      { customer: "contoso", visibility: "allowed", budgets: 2, failure: null },
      { customer: "northwind", visibility: null, failure: expect.stringContaining("no billing account") },
    ],
  });
});

test("an identity that may only read sets nothing, and the reason is shown", async () => {
  sandbox = await partnerSandbox(READER_CLIENT_ID);
  expect(await run({ set: "allowed", yes: true })).toBe(1);
  expect(console.heard.out).toMatch(/^hidden +contoso .*: it answered 403/m);
});

test("without a billing account it ends with 3 and the role that is needed", async () => {
  sandbox.client.sandbox.addFault({ path: "/billingAccounts", status: 403, times: null });
  await expect(run()).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringContaining("billing account"),
  });
});

test("a policy that Azure rejects is a failure with its status", async () => {
  const put = (): Promise<number> => run({ set: "allowed", yes: true });
  sandbox.client.sandbox.addFault({ method: "PUT", path: "/policies/default", status: 409, times: null });
  expect(await put()).toBe(1);
  expect(console.heard.out).toMatch(/^hidden +contoso .*it answered 409/m);
});

test("a customer that is not in the fleet is a usage error", async () => {
  await expect(run({ customers: ["unknown"] })).rejects.toMatchObject({ exitCode: 2 });
});

test("budgets are refused where costs are hidden, if the sandbox enables that", async () => {
  const budget = async (): Promise<number> => {
    const token = await sandbox.client.token();
    const path =
      "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Consumption/budgets/b?api-version=2024-08-01";
    return (await sandbox.client.call("PUT", path, { body: BUDGET, token })).status;
  };
  expect(await budget()).toBe(201);
  await sandbox.set({ enforceViewCharges: true });
  expect(await budget()).toBe(401);
  await run({ set: "allowed", yes: true });
  expect(await budget()).toBe(200);
});

test("an audit observes how many customers hide costs, and of which it is not known", async () => {
  const all = fleetOf({ partner: PARTNER });
  expect(await observeCostVisibility(all, sandbox.options)).toEqual({
    customers: 1,
    hidden: ["contoso"],
    notRead: [],
  });
  sandbox.client.sandbox.addFault({ path: "/policies", status: 403, times: null });
  expect(await observeCostVisibility(all, sandbox.options)).toMatchObject({
    hidden: [],
    notRead: ["contoso"],
  });
});

const BUDGET = {
  properties: {
    category: "Cost",
    amount: 100,
    timeGrain: "Monthly",
    timePeriod: { startDate: `${NOW.toISOString().slice(0, 7)}-01T00:00:00Z` },
    notifications: {
      a: { enabled: true, operator: "GreaterThan", threshold: 80, contactEmails: ["a@b.example"] },
    },
  },
};
