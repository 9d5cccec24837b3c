import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CONTOSO, folderOf, PARTNER } from "../support/fleet.ts";
import { inProcess } from "./in-process.ts";

const TENANT = "44444444-4444-4444-4444-444444444444";
const ID = "00000000-0000-0000-0000-00000000000A";
const COMMENTED = CONTOSO.replace(
  "    name: sandbox\n",
  "    name: sandbox # reset every night\n    # the last one\n",
);

const fleetWith = (contoso = COMMENTED) =>
  folderOf({
    "partner.yaml": `# yaml-language-server: $schema=../schema/partner.json\n${PARTNER}`,
    "customers/contoso.yaml": contoso,
  });
const textOf = (fleet: string, name: string) => readFileSync(join(fleet, "customers", name), "utf8");

describe("a subscription", () => {
  const add = (fleet: string, ...args: string[]) =>
    inProcess(["add", "subscription", "contoso", "--fleet", fleet, ...args]);

  test("comes last in its customer's list; everything else stays, byte for byte", async () => {
    const fleet = fleetWith();
    const { err, out, status } = await add(fleet, "--id", ID, "--name", "data: 1", "--budget", "2500");
    expect(status).toBe(0);
    expect(out).toBe(`${fleet}/customers/contoso.yaml:10: extended\n`);
    expect(err).toContain("csp-baseline onboard contoso --verify");
    expect(textOf(fleet, "contoso.yaml")).toBe(
      `${COMMENTED}  - id: ${ID.toLowerCase()}\n    name: "data: 1"\n    baseline:\n      budget:\n        amount: 2500\n`,
    );
    expect((await inProcess(["show", "data: 1", "--fleet", fleet])).out).toContain("budget: 2500 a month");
  });

  test("--dry-run shows it, and writes nothing", async () => {
    const fleet = fleetWith();
    const { err, out } = await add(fleet, "--id", ID, "--name", "data", "--dry-run");
    expect(out).toContain(`+  - id: ${ID.toLowerCase()}\n+    name: data`);
    expect(err).toContain("nothing was written");
    expect(textOf(fleet, "contoso.yaml")).toBe(COMMENTED);
  });

  test("JSON says what was added, and where", async () => {
    const fleet = fleetWith();
    const { out } = await add(fleet, "--id", ID, "--name", "data", "--format", "json");
    expect(JSON.parse(out)).toEqual({
      schema: "csp-baseline/add/v1",
      dryRun: false,
      subscription: { id: ID.toLowerCase(), name: "data", customer: "contoso" },
      files: [{ file: `${fleet}/customers/contoso.yaml`, line: 10, new: false }],
    });
  });

  test.each([
    ["an id that is none", ["--id", "x", "--name", "data"], '--id must be a GUID, got "x"'],
    ["an id of the fleet", ["--id", "00000000-0000-0000-0000-000000000001", "--name", "data"], "is also at"],
    ["a name of the customer", ["--id", ID, "--name", "PROD"], "without regard to case, is also at"],
    ["a name that cannot be one", ["--id", ID, "--name", "a/b"], "must not contain / or"],
    ["an amount in words", ["--id", ID, "--name", "data", "--budget", "1,000 EUR"], "Write amount: 1000"],
    ["an amount that Azure refuses", ["--id", ID, "--name", "data", "--budget", "0"], "must be at least 1"],
  ])("%s is refused, and nothing is written", async (_, args, message) => {
    const fleet = fleetWith();
    const { err, status } = await add(fleet, ...args);
    expect(status).toBe(2);
    expect(err).toContain(message);
    expect(textOf(fleet, "contoso.yaml")).toBe(COMMENTED);
  });

  test("a file that cannot be edited automatically is not changed", async () => {
    const fleet = fleetWith(`{ customer: contoso, displayName: C, tenantId: ${TENANT} }\n`);
    const { err, status } = await add(fleet, "--id", ID, "--name", "data");
    expect(status).toBe(2);
    expect(err).toContain("nothing was written");
  });

  test("an unknown customer is a usage error with a suggestion", async () => {
    const { err, status } = await inProcess([
      "add",
      "subscription",
      "contsoo",
      "--id",
      ID,
      "--name",
      "x",
      "--fleet",
      fleetWith(),
    ]);
    expect(status).toBe(2);
    expect(err).toContain('Did you mean "contoso"?');
  });
});

describe("a customer", () => {
  const add = (fleet: string, ...args: string[]) => inProcess(["add", "customer", "--fleet", fleet, ...args]);

  test("gets a file of its own, with the editor's line of the others, and can be extended", async () => {
    const fleet = fleetWith();
    const { out, status } = await add(fleet, "Größe & Söhne: GmbH", "--tenant-id", TENANT.toUpperCase());
    expect(status).toBe(0);
    expect(out).toBe(`${fleet}/customers/grosse-sohne-gmbh.yaml: new\n`);
    expect(textOf(fleet, "grosse-sohne-gmbh.yaml")).toMatch(
      /^# yaml-language-server: .*\n\ncustomer: grosse-sohne-gmbh\ndisplayName: "Größe & Söhne: GmbH"\ntenantId: 4{8}.*\n$/,
    );
    const more = [
      "add",
      "subscription",
      "grosse-sohne-gmbh",
      "--id",
      ID,
      "--name",
      "first",
      "--fleet",
      fleet,
    ];
    expect((await inProcess(more)).status).toBe(0);
    expect(textOf(fleet, "grosse-sohne-gmbh.yaml")).toContain(
      `subscriptions:\n  - id: ${ID.toLowerCase()}\n    name: first\n`,
    );
  });

  test("with an application of its own", async () => {
    const fleet = fleetWith();
    const app = ["--access", "customer-app", "--client-id", ID];
    expect((await add(fleet, "Fabrikam", "--tenant-id", TENANT, "--key", "fab", ...app)).status).toBe(0);
    expect(textOf(fleet, "fab.yaml")).toContain(
      `access: { model: customer-app, clientId: ${ID.toLowerCase()} }`,
    );
  });

  test.each([
    ["a tenant that is none", ["X", "--tenant-id", "t"], "--tenant-id must be a GUID"],
    [
      "a tenant of the fleet",
      ["X", "--tenant-id", "22222222-2222-2222-2222-222222222222"],
      'as the customer "contoso": csp-baseline add subscription contoso',
    ],
    ["a key that is taken", ["X", "--tenant-id", TENANT, "--key", "contoso"], "give another --key"],
    ["a key that leads elsewhere", ["X", "--tenant-id", TENANT, "--key", "../x"], "--key must consist of"],
    ["an application without its access", ["X", "--tenant-id", TENANT, "--client-id", ID], "needs --access"],
    [
      "a slip of the access",
      ["X", "--tenant-id", TENANT, "--access", "lighthose"],
      'Did you mean "lighthouse"?',
    ],
  ])("%s is refused, and nothing is written", async (_, args, message) => {
    const fleet = fleetWith();
    const { err, status } = await add(fleet, ...args);
    expect(status).toBe(2);
    expect(err).toContain(message);
    expect(readdirSync(join(fleet, "customers"))).toEqual(["contoso.yaml"]);
    expect(existsSync(join(fleet, "x.yaml"))).toBe(false);
  });
});
