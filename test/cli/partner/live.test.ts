import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { cspBaselineInSandbox } from "../../support/command.ts";
import { temporaryFolder } from "../../support/stack.ts";

const EXAMPLE = fileURLToPath(new URL("../../../fleet", import.meta.url));

/** Runs a verb inside a sandbox whose partner has a security contact, and 60 of 100 points. */
function inSandbox(fleet: string, ...args: readonly string[]) {
  return cspBaselineInSandbox(fleet, [...args, "--fleet", fleet]);
}

function exampleFleet(): string {
  const fleet = join(temporaryFolder(), "fleet");
  cpSync(EXAMPLE, fleet, { recursive: true });
  return fleet;
}

test("the contact's sheet says what Graph shows, and where the fleet disagrees that is a finding", () => {
  const fleet = exampleFleet();
  const agreed = inSandbox(fleet, "partner", "contact", "--live");
  expect([agreed.status, agreed.stdout]).toEqual([
    0,
    expect.stringMatching(/Microsoft Graph says .* that there is one/),
  ]);
  const partner = join(fleet, "partner.yaml");
  const text = readFileSync(partner, "utf8");
  writeFileSync(partner, text.replace(/\n {4}verified: .*/, ""));
  const unverified = inSandbox(fleet, "partner", "contact", "--live", "--format", "json");
  expect([unverified.status, JSON.parse(unverified.stdout).verification]).toMatchObject([
    1,
    { status: "fail" },
  ]);
});

test("audit --partner judges the duties by Graph's data; without it they are not observed", () => {
  const fleet = exampleFleet();
  const statuses = (stdout: string) =>
    Object.fromEntries(
      JSON.parse(stdout).partner.map((one: { control: string; status: string }) => [one.control, one.status]),
    );
  const asked = statuses(inSandbox(fleet, "audit", "--partner", "--format", "json").stdout);
  expect(asked).toMatchObject({ "partner-security-score": "fail", "partner-alerts-answered": "fail" });
  const silent = statuses(inSandbox(fleet, "audit", "--format", "json").stdout);
  expect(silent).toMatchObject({ "partner-security-score": "unknown", "partner-alerts-answered": "unknown" });
});
