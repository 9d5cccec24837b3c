import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cspBaseline } from "../support/command.ts";
import { CONTOSO, folderOf, PARTNER } from "../support/fleet.ts";
import { inProcess } from "./in-process.ts";

const valid = () => folderOf({ "fleet/partner.yaml": PARTNER, "fleet/customers/contoso.yaml": CONTOSO });

test("a valid fleet is reported as valid, with its size", () => {
  expect(cspBaseline(["check"], { cwd: valid() })).toMatchObject({
    status: 0,
    stdout: "valid  fleet: 1 customer, 2 subscriptions\n",
    stderr: "",
  });
});

test("all problems of all files are shown at once, each with its line and column", () => {
  const cwd = folderOf({
    "fleet/partner.yaml": PARTNER.replace("westeurope", "West Europe"),
    "fleet/customers/contoso.yaml": CONTOSO.replace("name: prod", "nmae: prod"),
  });
  const { status, stderr, stdout } = cspBaseline(["check"], { cwd });
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("fleet/partner.yaml:8:3 baseline.location");
  expect(stderr).toContain("fleet/customers/contoso.yaml:6:5 subscriptions[0]");
  expect(stderr).toMatch(/\d problems in the fleet\n$/);
  expect(stderr).not.toMatch(/^\s+at /m);
});

test("warnings are shown beside the problems", async () => {
  const cwd = folderOf({
    "fleet/partner.yaml": PARTNER.replace("westeurope", "westeuropa"),
    "fleet/customers/contoso.yaml": CONTOSO.replace("name: prod", "nmae: prod"),
  });
  const { err, status } = await inProcess(["check", "--fleet", join(cwd, "fleet")]);
  expect(status).toBe(2);
  expect(err).toMatch(/^warning .*partner\.yaml:8:3 .*Did you mean "westeurope"\?/m);
  expect(err).toMatch(/contoso\.yaml:6:5 subscriptions\[0\]/);
  const json = await inProcess(["check", "--fleet", join(cwd, "fleet"), "--format", "json"]);
  expect(JSON.parse(json.out)).toMatchObject({ valid: false, warnings: [{ path: "baseline.location" }] });
});

test("--format json has the same content", () => {
  const good = cspBaseline(["check", "--format", "json"], { cwd: valid() });
  expect(JSON.parse(good.stdout)).toMatchObject({
    schema: "csp-baseline/check/v1",
    valid: true,
    customers: 1,
    subscriptions: 2,
    problems: [],
  });
  const cwd = folderOf({
    "fleet/partner.yaml": PARTNER.replace("amount: 1000", "amount: 0"),
    "fleet/customers/contoso.yaml": CONTOSO,
  });
  const bad = cspBaseline(["check", "--format", "json"], { cwd });
  expect(bad.status).toBe(2);
  expect(JSON.parse(bad.stdout)).toMatchObject({
    valid: false,
    problems: [
      { path: "baseline.budget.amount", position: { file: "fleet/partner.yaml", line: 13, column: 13 } },
    ],
  });
});

test("the fleet's folder is that of --fleet, or else of CSP_BASELINE_FLEET", () => {
  const cwd = folderOf({ "a/partner.yaml": PARTNER, "a/customers/contoso.yaml": CONTOSO });
  expect(cspBaseline(["check", "--fleet", "a"], { cwd }).stdout).toContain("valid  a:");
  expect(cspBaseline(["check"], { cwd, env: { CSP_BASELINE_FLEET: "a" } }).stdout).toContain("valid  a:");
  expect(cspBaseline(["check", "--fleet", "a"], { cwd, env: { CSP_BASELINE_FLEET: "b" } }).status).toBe(0);
});

test("a missing folder is one clear line", () => {
  const { status, stderr } = cspBaseline(["check"], { cwd: folderOf({}) });
  expect(status).toBe(2);
  expect(stderr.trimEnd().split("\n")).toHaveLength(3);
  expect(stderr).toContain("fleet");
});

test("a check writes nothing", () => {
  const cwd = valid();
  cspBaseline(["check"], { cwd });
  expect(readdirSync(cwd)).toEqual(["fleet"]);
});
