import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { subscription, tenant } from "../adopt/import/support.ts";
import { cspBaseline } from "../support/command.ts";
import { CONTOSO, folderOf, PARTNER } from "../support/fleet.ts";

const AZ = [
  { id: subscription(1), name: "prod", state: "Enabled", tenantId: tenant(2) },
  { id: subscription(2), name: "playground", state: "Enabled", tenantId: tenant(2) },
  { id: subscription(3), name: "factory", state: "Enabled", tenantId: tenant(2) },
  { id: subscription(4), name: "old", state: "Disabled", tenantId: tenant(2) },
  { id: subscription(5), name: "own", state: "Enabled", tenantId: tenant(1) },
  { id: subscription(6), name: "yes", state: "Enabled", tenantId: tenant(3) },
];
const CUSTOMERS = `Microsoft ID;Company name\n${tenant(3)};Fourth Coffee: "AG"\n`;

const COMMENTED = CONTOSO.replace("name: prod", "name: prod   # the shop").concat("# the end\n");
const folderWith = (files: Record<string, string> = {}) =>
  folderOf({
    "fleet/partner.yaml": PARTNER,
    "fleet/customers/contoso.yaml": COMMENTED,
    "az.json": JSON.stringify(AZ),
    "customers.csv": CUSTOMERS,
    ...files,
  });
const read = (cwd: string, path: string) => readFileSync(join(cwd, path), "utf8");
const importing = (cwd: string, ...args: string[]) => cspBaseline(["import", ...args], { cwd });

test("new subscriptions join their customer's file, and a new customer has a file; the rest is reported", () => {
  const cwd = folderWith();
  const { status, stderr, stdout } = importing(cwd, "az.json", "customers.csv");
  expect([status, stdout]).toEqual([
    0,
    "fleet/customers/contoso.yaml:9: extended\nfleet/customers/fourth-coffee-ag.yaml: new\n",
  ]);
  expect(stderr).toContain(`old (${subscription(4)}): it is disabled`);
  expect(stderr).toContain(`own (${subscription(5)}): it is the partner's own`);
  expect(stderr).toContain("contoso/sandbox is now playground");
  expect(read(cwd, "fleet/customers/contoso.yaml")).toBe(
    COMMENTED.replace("# the end", `  - id: ${subscription(3)}\n    name: factory\n# the end`),
  );
  expect(read(cwd, "fleet/customers/fourth-coffee-ag.yaml")).toContain(
    `displayName: 'Fourth Coffee: "AG"'\n`,
  );
  expect(cspBaseline(["check"], { cwd }).stdout).toBe("valid  fleet: 2 customers, 4 subscriptions\n");

  const again = importing(cwd, "az.json", "customers.csv");
  expect([again.status, again.stdout]).toEqual([0, ""]);
});

test("--dry-run shows the lines and writes nothing", () => {
  const cwd = folderWith();
  const { status, stdout } = importing(cwd, "az.json", "--dry-run");
  expect(status).toBe(0);
  expect(stdout).toContain(
    `--- fleet/customers/contoso.yaml\n+++ fleet/customers/contoso.yaml\n@@ -8,0 +9,2 @@\n+  - id: ${subscription(3)}\n+    name: factory\n`,
  );
  expect(stdout).toContain(`--- /dev/null\n+++ fleet/customers/tenant-${tenant(3)}.yaml\n`);
  expect(read(cwd, "fleet/customers/contoso.yaml")).toBe(COMMENTED);
  expect(readdirSync(join(cwd, "fleet/customers"))).toEqual(["contoso.yaml"]);
});

test("subscriptions of the fleet that no export has are reported, never removed", () => {
  const cwd = folderWith({ "one.json": JSON.stringify(AZ.slice(0, 1)) });
  expect(importing(cwd, "one.json").stderr).toContain(
    `in fleet and not in the exports:\n  contoso/sandbox (${subscription(2)})\n`,
  );
  expect(read(cwd, "fleet/customers/contoso.yaml")).toBe(COMMENTED);
});

test("--format json has the same content", () => {
  const cwd = folderWith();
  const { stdout } = importing(cwd, "az.json", "--customers-from", "customers.csv", "--format", "json");
  expect(JSON.parse(stdout)).toMatchObject({
    schema: "csp-baseline/import/v1",
    written: true,
    files: [{ file: "customers/contoso.yaml", new: false, line: 9 }, { new: true }],
    customers: [{ key: "fourth-coffee-ag", subscriptions: [{ name: "yes" }] }],
    extended: [
      { customer: "contoso", subscriptions: [{ id: subscription(3), name: "factory", values: [] }] },
    ],
    renamed: [{ name: "sandbox", azureName: "playground" }],
    leftOut: [{ name: "old" }, { name: "own" }],
    complete: true,
  });
});

test("one thing that cannot be written leaves everything unwritten", () => {
  const flow = `{ customer: contoso, displayName: Contoso, tenantId: ${tenant(2)} }\n`;
  const cwd = folderWith({ "fleet/customers/contoso.yaml": flow });
  const { status, stderr } = importing(cwd, "az.json");
  expect(status).toBe(2);
  expect(stderr).toContain("fleet/customers/contoso.yaml: it is a flow map: add a subscriptions list first");
  expect(readdirSync(join(cwd, "fleet/customers"))).toEqual(["contoso.yaml"]);
});

test("a fleet with problems, a file that is not an export and a missing file are reported, and nothing is written", () => {
  const cwd = folderWith({ "broken.json": "[{" });
  expect(importing(cwd, "broken.json")).toMatchObject({
    status: 2,
    stderr: "csp-baseline: broken.json:1: it is not JSON\n",
  });
  expect(importing(cwd, "nothing.json").stderr).toMatch(
    /^csp-baseline: nothing\.json: it cannot be read: ENOENT/,
  );
  writeFileSync(join(cwd, "fleet/partner.yaml"), PARTNER.replace("westeurope", "West Europe"));
  expect(importing(cwd, "az.json")).toMatchObject({ status: 2, stdout: "" });
  const refused = JSON.parse(importing(cwd, "az.json", "--format", "json").stdout);
  expect(refused).toMatchObject({ written: false, problems: [{ path: "baseline.location" }] });
  expect(cspBaseline(["import", "az.json", "--fleet", "none"], { cwd }).stderr).toContain(
    "create its partner.yaml first",
  );
});

test("files without a subscription or customer are invalid: nothing is compared with the fleet", () => {
  const cwd = folderWith({ "list.yaml": "- a\n- b\n", "odd.json": '[{ "foo": 1 }]' });
  for (const file of ["list.yaml", "odd.json"]) {
    expect(importing(cwd, file)).toMatchObject({
      status: 2,
      stdout: "",
      stderr: `csp-baseline: there is nothing to import: ${file}: no row is a subscription or a customer\n`,
    });
  }
});

test("a list of the portal without directories names the column to add, and exits with 1", () => {
  const cwd = folderOf({
    "fleet/partner.yaml": PARTNER,
    "portal.csv": `Subscription name,Subscription ID\nprod,${subscription(3)}\n`,
  });
  const { status, stderr } = importing(cwd, "portal.csv");
  expect(stderr).toContain("add the column Directory ID");
  expect(status).toBe(1);
});

test("a fleet of partner.yaml alone is filled", () => {
  const cwd = folderOf({ "fleet/partner.yaml": PARTNER, "az.json": JSON.stringify(AZ) });
  expect(importing(cwd, "az.json").status).toBe(0);
  expect(readdirSync(join(cwd, "fleet/customers"))).toHaveLength(2);
});

const resource = (number: number, type: string, name: string, properties: unknown) => ({
  id: `/subscriptions/${subscription(number)}/providers/${type}/${name}`,
  name,
  type,
  properties,
});
const period = { startDate: "2025-02-01T00:00:00Z" };
const monthly = {
  timeGrain: "Monthly",
  category: "Cost",
  timePeriod: period,
  currentSpend: { amount: 1, unit: "EUR" },
};

test("contacts and budgets that Azure has are kept in new entries, and shown for old ones", () => {
  const cwd = folderWith();
  mkdirSync(join(cwd, "resources"));
  const value = [
    resource(3, "Microsoft.Security/securityContacts", "default", {
      emails: "boss@contoso.example;you@example.com",
      phone: "+49 30 123456",
      isEnabled: true,
    }),
    resource(3, "Microsoft.Consumption/budgets", "csp-baseline-monthly", { ...monthly, amount: 250 }),
    resource(6, "Microsoft.Consumption/budgets", "theirs", { ...monthly, amount: 77 }),
    resource(6, "Microsoft.Consumption/budgets", "yearly", { ...monthly, amount: 5, timeGrain: "Annually" }),
    resource(1, "Microsoft.Security/securityContacts", "default", { emails: "old@contoso.example" }),
    resource(2, "Microsoft.Security/securityContacts", "default", { emails: "SOC@fabrikam.example" }),
  ];
  writeFileSync(join(cwd, "resources/all.json"), JSON.stringify({ value }));
  const { status, stderr } = importing(cwd, "az.json", "--from", "resources");
  expect(status).toBe(0);
  expect(read(cwd, "fleet/customers/contoso.yaml")).toContain(`    name: factory
    baseline:
      contacts:
        security:
          emails: [soc@fabrikam.example, boss@contoso.example]  # from Azure, its security contact
          phone: "+49 30 123456"  # from Azure, its security contact
      budget:
        amount: 250  # from Azure, its budget csp-baseline-monthly
        currency: EUR  # from Azure, its budget csp-baseline-monthly
`);
  const other = read(cwd, `fleet/customers/tenant-${tenant(3)}.yaml`);
  expect(other).toContain("amount: 77  # from Azure, its budget theirs");
  expect(other).not.toContain("startMonth");
  expect(stderr).toContain(
    `contoso/prod (${subscription(1)})\n      contacts:\n        security:\n          emails: [soc@fabrikam.example, old@contoso.example]`,
  );
  expect(stderr).not.toContain("contoso/sandbox (");
  expect(stderr).toContain('"you@example.com" is not proposed: it must be a real address, not a placeholder');
  expect(stderr).toContain("the budget yearly is not proposed: it is not monthly");
  expect(cspBaseline(["check"], { cwd }).status).toBe(0);
});
