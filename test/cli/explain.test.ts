import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { explain } from "../../src/controls/explanation.ts";
import { valueAt } from "../../src/fleet/path.ts";
import { cspBaseline } from "../support/command.ts";
import { CONTOSO, fleetOf, folderOf, PARTNER } from "../support/fleet.ts";

const WEBHOOK = "https://hooks.fabrikam.example/services/T0/secret?key=s3cr3t";
const PARTNER_FILE = PARTNER.replace(
  "operations: { emails: [noc@fabrikam.example] }",
  `operations: { emails: [noc@fabrikam.example], webhooks: [{ name: itsm, uri: "${WEBHOOK}" }] }`,
);
const CONTOSO_FILE = `${CONTOSO}    baseline:
      budget: { amount: 5000 }
      tags: { "a: b": "yes" }
baseline:
  securityContact: { alertSeverity: Low }
exceptions:
  - { control: budget, subscriptions: [prod], reason: "No costs arise there", approvedBy: bob@fabrikam.example, expires: 2026-12-31 }
  - { control: cost-anomaly-alert, subscriptions: [sandbox], reason: "No costs arise there", approvedBy: bob@fabrikam.example, expires: 2026-01-31 }
`;
const OTHER = CONTOSO.replace("contoso", "fabrikam-retail")
  .replace("22222222-2222", "33333333-3333")
  .replace(/0{11}(\d)/g, "00000000001$1");
const fleet = folderOf({
  "partner.yaml": PARTNER_FILE,
  "customers/contoso.yaml": CONTOSO_FILE,
  "customers/other.yaml": OTHER,
});
const run = (...args: string[]) => cspBaseline(["explain", ...args, "--fleet", fleet]);

describe("the text output", () => {
  const { status, stderr, stdout } = run("contoso/sandbox");
  const lineWith = (start: string) => stdout.split("\n").find((line) => line.trim().startsWith(start)) ?? "";

  test("is each value with the layer, the file and the line that decide it", () => {
    expect(status).toBe(0);
    expect(lineWith("location:")).toMatch(/^ {2}location: westeurope +# partner, .*partner\.yaml:8$/);
    expect(lineWith("alertSeverity:")).toMatch(/alertSeverity: Low +# customer, .*contoso\.yaml:\d+$/);
    expect(lineWith("amount:")).toMatch(/amount: 5000 +# subscription, .*contoso\.yaml:10$/);
    expect(lineWith("resourceGroup:")).toMatch(/resourceGroup: rg-csp-baseline +# default$/);
    expect(lineWith('"a: b":')).toMatch(/"a: b": "yes" +# subscription/);
  });

  test("is where the stack and its state are, and who signs in where", () => {
    expect(lineWith("stack:")).toBe("stack: 00000000-0000-0000-0000-000000000002");
    expect(lineWith("state:")).toContain(
      "local: 22222222-2222-2222-2222-222222222222/00000000-0000-0000-0000-000000000002.tfstate",
    );
    expect(lineWith("access:")).toContain("lighthouse, signed in to 11111111-1111-1111-1111-111111111111");
  });

  test("contains its requirements, and its exceptions with their ends", () => {
    expect(lineWith("security-contact:")).toBe("  security-contact: required");
    expect(lineWith("defender-plans:")).toBe("  defender-plans: off");
    expect(lineWith("cost-anomaly-alert:")).toMatch(
      /required, exception ended 2026-01-31 +# No costs arise there \(bob@fabrikam\.example\), .*contoso\.yaml:\d+$/,
    );
    expect(run("contoso/prod").stdout).toMatch(/budget: required, excepted until 2026-12-31 +# No costs/);
  });

  test("has no secret: of a webhook only the host", () => {
    expect(stdout).toContain("https://hooks.fabrikam.example/...");
    for (const format of ["human", "json"]) {
      const { stdout: shown } = run("contoso/sandbox", "--format", format);
      expect(`${shown}${stderr}`).not.toMatch(/secret|s3cr3t|T0/);
    }
  });
});

test("--format json has every value once, and each location is a line that names it", () => {
  const report = JSON.parse(run("00000000-0000-0000-0000-000000000002", "--format", "json").stdout);
  expect(report).toMatchObject({
    schema: "csp-baseline/explain/v1",
    subscription: { name: "sandbox" },
    customer: { key: "contoso" },
    state: { type: "local" },
  });
  const paths = report.values.map(({ path }: { path: string[] }) => path.join("."));
  expect(new Set(paths).size).toBe(paths.length);
  for (const { layer, location, path } of report.values) {
    if (layer === "default") continue;
    const name = layer === "partner" ? "partner.yaml" : "customers/contoso.yaml";
    const line = readFileSync(join(fleet, name), "utf8").split("\n")[location.line - 1];
    expect(line).toContain(path.at(-1));
  }
});

test("the values are those of the merged baseline", () => {
  const of = fleetOf();
  for (const subscription of of.subscriptions) {
    for (const { path, value } of explain(of, subscription).values) {
      expect(value).toEqual(valueAt(subscription.baseline, path));
    }
  }
});

describe("a subscription is found", () => {
  test.each([
    ["by its id, in any case", "00000000-0000-0000-0000-000000000002"],
    ["by customer and name", "contoso/sandbox"],
    ["in any case", "Contoso/SANDBOX"],
  ])("%s", (_, wanted) => {
    expect(run(wanted).stdout).toContain("subscription: contoso/sandbox");
  });

  test.each([
    [
      "of several of a name, all are listed",
      "sandbox",
      /matches several subscriptions: "contoso\/sandbox", "fabrikam-retail\/sandbox"/,
    ],
    [
      "a typing mistake has a suggestion",
      "contoso/sandbxo",
      /has no subscription "contoso\/sandbxo"\. Did you mean "contoso\/sandbox"\?/,
    ],
    [
      "a customer is not a subscription",
      "contoso",
      /It is a customer, with "contoso\/prod", "contoso\/sandbox"/,
    ],
    ["an unknown name without a similar one is reported", "zzzzzzzzz", /has no subscription "zzzzzzzzz"\n/],
  ])("or not: %s", (_, wanted, message) => {
    const { status, stderr, stdout } = run(wanted);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
  });
});

test("an optional control that a policy pack requires is not off", () => {
  const required = folderOf({
    "partner.yaml": PARTNER.replace("baseline:\n", "baseline:\n  packs: [cis-6]\n"),
    "customers/contoso.yaml": CONTOSO,
  });
  const { stdout } = cspBaseline(["explain", "contoso/prod", "--fleet", required]);
  expect(stdout).toMatch(/^ {2}activity-log-export: required by cis-6$/m);
  expect(stdout).toMatch(/^ {2}policy-assignments: off$/m);
});
