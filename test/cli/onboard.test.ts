import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { READER_CLIENT_ID } from "../../src/sandbox/index.ts";
import { cspBaseline, cspBaselineInSandbox } from "../support/command.ts";
import { CONTOSO, folderOf, PARTNER } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";

const DEPLOYER = "aaaaaaaa-0000-0000-0000-000000000001";
const READER = "aaaaaaaa-0000-0000-0000-000000000002";
const fleet = folderOf({ "partner.yaml": PARTNER, "customers/contoso.yaml": CONTOSO });
const onboard = (...args: string[]) => cspBaseline(["onboard", ...args, "--fleet", fleet]);

test("prints the customer's command and the roles", () => {
  const { status, stderr, stdout } = onboard("contoso", "--deployer-id", DEPLOYER, "--reader-id", READER);
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("Contoso Ltd (contoso): 2 subscriptions");
  expect(stdout).toContain("Monitoring Policy Contributor");
  expect(stdout).toContain(
    "az deployment sub create --subscription 00000000-0000-0000-0000-000000000001 --location westeurope",
  );
  expect(stdout).toContain("csp-baseline onboard contoso --verify");
});

test("writes the files, and nothing else", () => {
  const output = join(temporaryFolder(), "for contoso");
  expect(
    onboard("contoso", "--deployer-id", DEPLOYER, "--reader-id", READER, "--output", output).status,
  ).toBe(0);
  expect(readdirSync(output).sort()).toEqual([
    "lighthouse.bicep",
    "lighthouse.json",
    "lighthouse.tf",
    "onboard.ps1",
    "onboard.sh",
  ]);
  expect(readFileSync(join(output, "lighthouse.json"), "utf8")).toContain(DEPLOYER);
});

test("--format json has the complete result, including the files", () => {
  const { stdout } = onboard("Contoso Ltd", "--deployer-id", DEPLOYER.toUpperCase(), "--format", "json");
  const report = JSON.parse(stdout);
  expect(report).toMatchObject({
    schema: "csp-baseline/onboard/v1",
    access: "lighthouse",
    customer: { key: "contoso" },
    delegates: [{ purpose: "deployer", id: DEPLOYER }],
  });
  expect(report.files.map(({ name }: { name: string }) => name)).toContain("lighthouse.bicep");
});

test("--all selects every customer with subscriptions, each with its folder", () => {
  const app = CONTOSO.replaceAll("contoso", "northwind")
    .replace("22222222", "33333333")
    .replaceAll("00000000-0000-0000-0000-0000000000", "00000000-0000-0000-0000-0000000001")
    .replace("subscriptions:", "access: { model: customer-app }\nsubscriptions:");
  const both = folderOf({
    "partner.yaml": PARTNER,
    "customers/contoso.yaml": CONTOSO,
    "customers/northwind.yaml": app,
  });
  const output = temporaryFolder();
  const ids = ["--deployer-id", DEPLOYER, "--reader-id", READER];
  const { status, stderr, stdout } = cspBaseline(
    ["onboard", "--all", "--output", output, ...ids, "--fleet", both],
    {},
  );
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("(contoso): 2 subscriptions");
  expect(stdout).toContain("(northwind): 2 subscriptions");
  expect(readdirSync(output).sort()).toEqual(["contoso", "northwind"]);
  expect(onboard("--all", "contoso").stderr).toContain("--all cannot be combined with names of customers");
});

describe("without what it needs", () => {
  test("the message names the application to create and the key of the fleet", () => {
    const { status, stderr, stdout } = onboard("contoso");
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("az ad group create --display-name csp-baseline-deployer");
    expect(stderr).toContain("access: { model: lighthouse, deployer: { objectId: <object id>");
  });

  test.each([
    [["contos"], 'the fleet has no customer "contos". Did you mean "contoso"?'],
    [["not-a-customer"], 'the fleet has no customer "not-a-customer"\n'],
    [["contoso", "--deployer-id", "me"], '--deployer-id must be a GUID, got "me"'],
    [[], "name a customer, or give --all"],
  ])("%j is a usage error", (args, message) => {
    const { status, stderr } = onboard(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe("--verify, in the sandbox", () => {
  const verify = (env: NodeJS.ProcessEnv, ...args: string[]) =>
    cspBaselineInSandbox(fleet, ["onboard", "contoso", "--verify", "--fleet", fleet, ...args], { env });
  const asReader = { ARM_CLIENT_ID: READER_CLIENT_ID };

  test("a deployer may do everything", () => {
    const { status, stdout } = verify({});
    expect(stdout).toContain("contoso/prod (00000000-0000-0000-0000-000000000001): delegated to your tenant");
    expect(stdout).toMatch(/security contact +yes +yes/);
    expect(stdout).toContain("2 of 2 subscriptions can be managed");
    expect(status).toBe(0);
  });

  test("a reader cannot deploy: the missing permissions are listed with the role that grants them", () => {
    const { status, stdout } = verify(asReader);
    expect(stdout).toMatch(/budget +yes +no/);
    expect(stdout).toContain("Microsoft.Consumption/budgets/write: Cost Management Contributor gives it");
    expect(stdout).toContain(
      "Microsoft.Resources/subscriptions/resourceGroups/write: Monitoring Policy Contributor gives it",
    );
    expect(status).toBe(1);
  });

  test("a reader needs nothing else", () => {
    const { status, stdout } = verify(asReader, "--as", "reader", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      schema: "csp-baseline/onboard-verify/v1",
      as: "reader",
      complete: true,
      subscriptions: [{ visibility: "delegated", complete: true }, { complete: true }],
      missing: [],
    });
    expect(status).toBe(0);
  });

  test.each([
    ["as the application for reading", READER_CLIENT_ID, 0],
    ["as one that has no role there", READER, 3],
  ])("a customer's own application is signed in %s", (_, readerClientId, expected) => {
    const access = `access: { model: customer-app, clientId: ${DEPLOYER}, readerClientId: ${readerClientId} }\n`;
    const own = folderOf({ "partner.yaml": PARTNER, "customers/contoso.yaml": `${CONTOSO}${access}` });
    const verified = ["onboard", "contoso", "--fleet", own, "--verify", "--as", "reader"];
    const { status, stdout } = cspBaselineInSandbox(own, verified);
    expect(stdout).toContain("contoso/prod");
    expect(status).toBe(expected);
  });

  test("without a sign-in it exits with 3 and the reason", () => {
    const elsewhere = PARTNER.replace(
      "11111111-1111-1111-1111-111111111111",
      "99999999-9999-9999-9999-999999999999",
    );
    const other = folderOf({ "partner.yaml": elsewhere, "customers/contoso.yaml": CONTOSO });
    const { status, stderr, stdout } = verify({}, "--fleet", other);
    expect(status).toBe(3);
    expect(stdout).toContain("cannot be read: not signed in");
    expect(`${stdout}${stderr}`).not.toMatch(/\n\s+at /);
  });
});
