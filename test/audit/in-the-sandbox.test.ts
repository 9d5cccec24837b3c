import { expect, test } from "vitest";
import { cspBaseline } from "../support/command.ts";
import { CONTOSO, folderOf, PARTNER } from "../support/fleet.ts";

/*
 * The command as a user runs it: Azure's SDKs, a real sign-in and TLS, against the sandbox.
 */

const fleet = folderOf({ "partner.yaml": PARTNER, "customers/contoso.yaml": CONTOSO });
const command = [process.execPath, "dist/main.js", "audit", "--fleet", fleet];

test.each([
  ["a client secret", []],
  ["the token of a GitHub job", ["env", "-u", "ARM_CLIENT_SECRET"]],
])("signs in with %s, and judges every subscription of the fleet", (_, prefix) => {
  const { status, stderr, stdout } = cspBaseline(["sandbox", "--fleet", fleet, "--", ...prefix, ...command]);
  expect(stderr).toMatch(
    /Azure Resource Manager \(tenant 11111111-1111-1111-1111-111111111111\): 2 subscriptions/,
  );
  expect(stdout).toContain(
    "contoso/prod critical security-contact: declared, not deployed: the subscription has no security contact",
  );
  expect(stdout).toContain("0 of 2 managed subscriptions covered");
  expect(status).toBe(1);
});

test("finds subscriptions outside the fleet, and prints YAML for them", () => {
  const smaller = folderOf({
    "partner.yaml": PARTNER,
    "customers/contoso.yaml": CONTOSO.split("  - id: 00000000-0000-0000-0000-000000000002")[0] ?? "",
  });
  const audit = [process.execPath, "dist/main.js", "audit", "--fleet", smaller];
  const { stdout } = cspBaseline(["sandbox", "--fleet", fleet, "--", ...audit]);
  expect(stdout).toMatch(/critical unmanaged-subscription: found in Azure Resource Manager .* as "sandbox"/);
  const adopted = cspBaseline(["sandbox", "--fleet", fleet, "--", ...audit, "--adopt"]);
  expect(adopted.status).toBe(0);
  expect(adopted.stdout).toContain("- id: 00000000-0000-0000-0000-000000000002\n    name: sandbox");
});

test("without a sign-in it reports that and exits with 3", () => {
  // No server listens: every credential of the chain fails without waiting.
  const env = {
    ARM_CLIENT_ID: "00000000-0000-0000-0000-00000000d001",
    ARM_CLIENT_SECRET: "x",
    AZURE_AUTHORITY_HOST: "https://127.0.0.1:9",
    CSP_BASELINE_ARM_ENDPOINT: "https://127.0.0.1:9",
  };
  const { status, stderr, stdout } = cspBaseline(["audit", "--fleet", fleet], { env });
  expect(status).toBe(3);
  expect(stderr).toContain("nothing was audited, not signed in: run az login, or set ARM_CLIENT_ID");
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(stdout).toBe("");
});
