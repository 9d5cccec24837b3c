import { expect, test } from "vitest";
import { doctorJsonSchema } from "../../src/doctor/report.ts";
import { cspBaseline, startedCspBaseline } from "../support/command.ts";
import { CONTOSO, folderOf, PARTNER } from "../support/fleet.ts";
import { validatorOf } from "../support/json-schema.ts";

const fleet = folderOf({ "partner.yaml": PARTNER, "customers/contoso.yaml": CONTOSO });
/** Nothing listens there, and no Terraform is there. */
const OFFLINE = {
  ARM_CLIENT_ID: "00000000-0000-0000-0000-00000000d001",
  ARM_CLIENT_SECRET: "hidden-secret",
  AZURE_AUTHORITY_HOST: "https://127.0.0.1:9",
  CSP_BASELINE_ARM_ENDPOINT: "https://127.0.0.1:9",
  TERRAFORM_BINARY_NAME: "/nowhere/terraform",
};

test("in the sandbox it signs in, and only Terraform is missing", () => {
  const doctor = [
    process.execPath,
    "dist/main.js",
    "doctor",
    "sandbox",
    "--fleet",
    fleet,
    "--format",
    "json",
  ];
  const { status, stdout } = cspBaseline(["sandbox", "--fleet", fleet, "--", ...doctor], {
    env: { TERRAFORM_BINARY_NAME: "/nowhere/terraform" },
  });
  const report = JSON.parse(stdout);
  expect(validatorOf(JSON.parse(doctorJsonSchema("known")))(report)).toEqual([]);
  expect(report.summary).toEqual({ ok: 8, fail: 1, unknown: 1 });
  expect(report.subscription).toMatchObject({ name: "sandbox", customer: "contoso" });
  expect(status).toBe(1);
});

test("offline it ends, lists the skipped checks, and shows no secret", () => {
  const start = performance.now();
  const { status, stderr, stdout } = startedCspBaseline(["doctor", "--fleet", fleet], { env: OFFLINE });
  // A timer of a request that failed does not keep the process: it would end after 20 seconds.
  expect(performance.now() - start).toBeLessThan(15_000);
  expect(stdout).toMatch(/^fail +terraform +\/nowhere\/terraform is not installed/m);
  expect(stdout).toMatch(
    /^fail +tenant +Microsoft Entra \(https:\/\/127\.0\.0\.1:9\): it cannot be reached/m,
  );
  expect(stdout).toMatch(/^unknown +roles +not checked/m);
  expect(stdout + stderr).not.toContain("hidden-secret");
  expect(status).toBe(1);
});

test("an invalid fleet is a failed check, with its position", () => {
  const broken = folderOf({ "partner.yaml": PARTNER.replace("role:", "rule:"), "customers/c.yaml": CONTOSO });
  const { status, stdout } = cspBaseline(["doctor", "--fleet", broken], { env: OFFLINE });
  expect(stdout).toMatch(/^fail +fleet +\d problems?: .*partner\.yaml:\d+:\d+/m);
  expect(status).toBe(1);
});

test("an unknown subscription is a usage error with a suggestion", () => {
  const { status, stderr } = cspBaseline(["doctor", "sandbx", "--fleet", fleet], { env: OFFLINE });
  expect(status).toBe(2);
  expect(stderr).toContain('Did you mean "sandbox"?');
});
