import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { Project } from "./project.ts";

/*
 * A year of a fleet, month by month, with azurerm and with azapi: deployed in the first month, planned in each of the
 * following, a subscription added in each. The clock is moved for all who look at one: `csp-baseline`, the sandbox, and the
 * plans of Terraform.
 */

const PARTNER_TENANT = "11111111-1111-1111-1111-111111111111";
const BELLOWS = { file: "customers/bellows-law.yaml", tenant: "55555555-5555-5555-5555-555555555555" };
const NORTHWIND = { file: "customers/northwind.yaml", tenant: "66666666-6666-6666-6666-666666666666" };
const FIRST = ["00000000-0000-0000-0000-000000000031", "00000000-0000-0000-0000-000000000041"];
const NORTHWIND_YAML = `customer: northwind
displayName: Northwind Traders
tenantId: ${NORTHWIND.tenant}
provider: azapi
subscriptions:
  - id: ${FIRST[1]}
    name: northwind-prod
`;

const HOURS_OF_A_MONTH = 744;
const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** The subscription that is added in a month: to azurerm's customer and to azapi's by turns. */
const added = (month: number) => `00000000-0000-0000-0000-0000000001${String(month).padStart(2, "0")}`;
const customerOf = (month: number) => (month % 2 === 0 ? BELLOWS : NORTHWIND);
/** In these months it has a budget already, that the customer made in the first month and that ends in its own time. */
const ADOPTED = [3, 8];
const END_OF_ADOPTED = "2031-01-01T00:00:00Z";
/** In these months its budget starts later, in the next month: the gate takes 31 days; or earlier, in the first month. */
const STARTS_LATER = [2, 9];
const STARTS_EARLIER = [5, 6];

let month = 0;
const now = () => new Date(Date.now() + month * HOURS_OF_A_MONTH * 3_600_000);
const firstOf = (date: Date) => `${date.toISOString().slice(0, 7)}-01T00:00:00Z`;
const monthAhead = (months: number) =>
  new Date(Date.UTC(now().getUTCFullYear(), now().getUTCMonth() + months, 1));

let project: Project;
beforeAll(async () => {
  const more = MONTHS.map((one) => ({
    ...{ id: added(one), displayName: `month-${one}`, managedByTenantId: PARTNER_TENANT },
    tenantId: customerOf(one).tenant,
  }));
  project = await Project.start({
    more,
    now,
    prepare: (fleet) => {
      for (const name of ["contoso", "fine-arts", "fourth-coffee"])
        rmSync(join(fleet, `customers/${name}.yaml`));
      writeFileSync(join(fleet, NORTHWIND.file), NORTHWIND_YAML);
    },
  });
});

const budgetPath = (subscriptionId: string) =>
  `/subscriptions/${subscriptionId}/providers/Microsoft.Consumption/budgets/csp-baseline-monthly@2023-05-01`;

/** `[start, end]` of a subscription's budget in Azure. */
function period(subscriptionId: string): readonly (string | undefined)[] {
  const budget = project.resources(subscriptionId).find(({ type }) => type.endsWith("/budgets"));
  const text = JSON.stringify(budget?.content);
  return ["startDate", "endDate"].map((name) => new RegExp(`"${name}":"([^"]*)"`).exec(text)?.[1]);
}

/** Resources that the customer's own administrator created before the partner managed the subscription. */
async function createBudget(subscriptionId: string): Promise<void> {
  const token = await project.client.token(PARTNER_TENANT);
  const notification = {
    ...{ enabled: true, operator: "GreaterThanOrEqualTo", threshold: 90, thresholdType: "Actual" },
    contactEmails: ["cfo@northwind.example"],
  };
  const timePeriod = { startDate: firstOf(now()), endDate: END_OF_ADOPTED };
  const properties = {
    amount: 7,
    category: "Cost",
    timeGrain: "Monthly",
    timePeriod,
    notifications: { notification },
  };
  const body = { name: "csp-baseline-monthly", properties };
  const answer = await project.client.arm(`PUT ${budgetPath(subscriptionId)}`, { token, body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
}

/** Types of the resources that the plan of a stack changes, each with its actions. */
function changesOf(subscriptionId: string): string[] {
  const { resource_changes: changes } = JSON.parse(
    readFileSync(join(project.root, "plans", `${subscriptionId}.json`), "utf8"),
  );
  const open = changes.filter(
    ({ change }: { change: { actions: string[] } }) => change.actions[0] !== "no-op",
  );
  return open.map(
    ({ address, change }: { address: string; change: { actions: string[] } }) =>
      `${address} ${change.actions.join("+")}`,
  );
}

/** Applies what the half-year asks for, the renewal of the anomaly alerts, and nothing else. Then no plan has anything. */
async function expectOnlyRenewals(): Promise<void> {
  const planned = await project.run("plan");
  expect(planned.exit, JSON.stringify(planned.stacks)).toBe(0);
  const open = planned.stacks.filter(({ status }) => status !== "unchanged");
  for (const { id } of open) {
    for (const change of changesOf(id)) expect(change, id).toMatch(/anomaly\S* update$/);
  }
  if (open.length === 0) return;
  expect([1, 2, 7, 8], "the months that may renew").toContain(now().getUTCMonth() + 1);
  expect(await project.run("deploy")).toMatchObject({ exit: 0, counts: { failed: 0 } });
  expect(await project.run("plan")).toMatchObject({ exit: 0, counts: { planned: 0 } });
}

/** Where each subscription's budget has to start, whatever the month. */
const starts = new Map<string, string>();

test("the first month: all is deployed, and the second plan is clean", async () => {
  project.moveClock(0);
  for (const one of ADOPTED) {
    await createBudget(added(one));
    starts.set(added(one), firstOf(now()));
  }
  await project.synth();
  const deployed = await project.run("deploy", "--auto-plan");
  expect(deployed, JSON.stringify(deployed.stacks)).toMatchObject({ exit: 0, counts: { applied: 2 } });
  for (const id of FIRST) starts.set(id, firstOf(now()));
  expect(await project.run("plan")).toMatchObject({ exit: 0, counts: { unchanged: 2 } });
});

test.each(MONTHS)("month %i: what is deployed stays, and one more gets its baseline", async (of) => {
  month = of;
  project.moveClock(of * HOURS_OF_A_MONTH);
  const id = added(of);
  let startMonth = "";
  starts.set(id, starts.get(id) ?? firstOf(now()));
  if (STARTS_LATER.includes(of)) {
    startMonth = monthAhead(1).toISOString().slice(0, 7);
    starts.set(id, firstOf(monthAhead(1)));
  }
  if (STARTS_EARLIER.includes(of)) startMonth = monthAhead(-of).toISOString().slice(0, 7);
  const own = startMonth === "" ? "" : `    baseline: { budget: { startMonth: ${startMonth} } }\n`;
  project.edit(customerOf(of).file, (text) => `${text}  - id: ${id}\n    name: month-${of}\n${own}`);
  await project.synth();

  const deployed = await project.run("deploy", "--auto-plan", "--only", id);
  expect(deployed, JSON.stringify(deployed.stacks)).toMatchObject({ exit: 0, counts: { applied: 1 } });
  expect(project.resources(id)).toHaveLength(project.declared(id));
  await expectOnlyRenewals();
  for (const [subscription, start] of starts) expect(period(subscription)[0], subscription).toBe(start);
});

/** azurerm sends the end that it imported. azapi sends what the stack declares: Azure then ends the budget after ten years. */
function endOfAdopted(of: number): string {
  if (customerOf(of) === BELLOWS) return END_OF_ADOPTED;
  const start = starts.get(added(of)) ?? "";
  return `${Number(start.slice(0, 4)) + 10}${start.slice(4)}`;
}

test("after the year nothing was replaced, no adopted budget ends earlier, and an audit finds all covered", async () => {
  for (const one of ADOPTED) expect(period(added(one))[1], added(one)).toBe(endOfAdopted(one));
  const deletions = project.client.sandbox.requests().filter(({ method }) => method === "DELETE");
  expect(deletions.map(({ path }) => path)).toEqual([]);
  // Its exit code is still 1: the duties of the invented partner are not attested.
  const { stderr, stdout } = await project.csp("audit");
  expect(`${stdout}${stderr}`).toContain("14 of 14 managed subscriptions covered (0 failed, 0 unknown");
});
