import { expect, test } from "vitest";
import { CONTOSO, folderOf, PARTNER } from "../support/fleet.ts";
import { inProcess } from "./in-process.ts";

const EXCEPTIONS = `exceptions:
  - { control: budget, subscriptions: [prod], reason: "No costs arise there", approvedBy: bob@fabrikam.example, expires: 2027-03-31 }
  - { control: cost-anomaly-alert, subscriptions: [sandbox], reason: "No costs arise there", approvedBy: bob@fabrikam.example, expires: 2026-01-31 }
`;
const fleet = folderOf({
  "partner.yaml": PARTNER,
  "customers/contoso.yaml": CONTOSO + EXCEPTIONS,
  "customers/empty.yaml":
    "customer: empty\ndisplayName: Empty\ntenantId: 33333333-3333-3333-3333-333333333333\n",
});
const list = (...args: string[]) => inProcess(["list", ...args, "--fleet", fleet]);

test("an overview has customers, subscriptions, exceptions and where the state is", async () => {
  const { out, status } = await list();
  expect(status).toBe(0);
  expect(out.split("\n")).toEqual([
    "contoso  Contoso Ltd, lighthouse, 2 subscriptions",
    "  prod     00000000-0000-0000-0000-000000000001  excepted from budget until 2027-03-31",
    "  sandbox  00000000-0000-0000-0000-000000000002  exception from cost-anomaly-alert ended 2026-01-31",
    "empty  Empty, lighthouse, 0 subscriptions",
    "",
    "2 customers, 2 subscriptions, 1 with an exception; state: local, in tfstate next to the stacks",
    "",
  ]);
});

test.each([
  ["customers", "contoso  22222222-2222-2222-2222-222222222222  Contoso Ltd, lighthouse, 2 subscriptions"],
  ["subscriptions", "00000000-0000-0000-0000-000000000002  contoso/sandbox"],
  ["exceptions", "contoso/sandbox  cost-anomaly-alert  ended 2026-01-31  No costs arise there"],
  [
    "backends",
    "contoso/prod     22222222-2222-2222-2222-222222222222/00000000-0000-0000-0000-000000000001.tfstate",
  ],
])("list %s", async (what, line) => {
  const { out, status } = await list(what);
  expect(status).toBe(0);
  expect(out).toContain(line);
  expect(out).not.toContain("\u001b");
});

test("a selection of the fleet omits customers without selected subscriptions", async () => {
  const { out } = await list("--only", "contoso/prod");
  expect(out).toContain("1 customer, 1 subscription, 1 with an exception");
  expect(out).not.toContain("empty");
});

test("JSON contains all, whichever list is selected", async () => {
  const { out } = await list("customers", "--json");
  const report = JSON.parse(out);
  expect(report).toMatchObject({
    schema: "csp-baseline/list/v1",
    backend: { type: "local" },
    summary: { customers: 2, subscriptions: 2, exceptions: 2 },
    customers: [
      {
        key: "contoso",
        access: { model: "lighthouse", signInTenantId: "11111111-1111-1111-1111-111111111111" },
        subscriptions: [
          { name: "prod", exceptions: [{ control: "budget", expired: false, location: { line: 10 } }] },
          { name: "sandbox", exceptions: [{ control: "cost-anomaly-alert", expired: true }] },
        ],
      },
      { key: "empty", subscriptions: [] },
    ],
  });
  expect((await list("--format", "json")).out).toBe(out);
});

test("a typing error in the list is a usage error with a suggestion", async () => {
  const { err, status } = await list("exeptions");
  expect(status).toBe(2);
  expect(err).toContain('Did you mean "exceptions"?');
});

test("a fleet that does not load is not listed", async () => {
  const { err, out, status } = await inProcess(["list", "--fleet", `${fleet}/nowhere`]);
  expect([status, out]).toEqual([2, ""]);
  expect(err).toContain("the folder is missing");
});

const show = (...args: string[]) => inProcess(["show", ...args, "--fleet", fleet]);

test("show accepts every name of a customer or a subscription", async () => {
  const { out, status } = await show("CONTOSO", "contoso/sandbox");
  expect(status).toBe(0);
  const [customer = "", subscription = ""] = out.split("\n\n");
  expect(customer).toContain("tenant: 22222222-2222-2222-2222-222222222222");
  expect(customer).toContain("next: csp-baseline onboard contoso");
  expect(subscription).toContain("budget: 1000 a month");
  expect(subscription).toContain(
    "exception from cost-anomaly-alert ended 2026-01-31: No costs arise there (bob@",
  );
  expect(subscription).toContain("its own settings: none");
});

test("show --json has what a subscription sets itself, with its line", async () => {
  const own = folderOf({
    "partner.yaml": PARTNER,
    "customers/contoso.yaml": `${CONTOSO}    baseline: { budget: { amount: 5000 } }\n`,
  });
  const { out } = await inProcess(["show", "sandbox", "contoso", "--json", "--fleet", own]);
  expect(JSON.parse(out)).toMatchObject({
    schema: "csp-baseline/show/v1",
    customers: [{ key: "contoso" }],
    subscriptions: [
      { name: "sandbox", own: [{ path: ["budget", "amount"], value: 5000, location: { line: 9 } }] },
    ],
  });
});

test.each([
  ["contsoo", 'the fleet has no customer or subscription "contsoo". Did you mean "contoso"?'],
  ["sandbxo", 'Did you mean "sandbox"?'],
])("show %s is a usage error, with the nearest", async (name, message) => {
  const { err, status } = await show(name);
  expect(status).toBe(2);
  expect(err).toContain(message);
});
