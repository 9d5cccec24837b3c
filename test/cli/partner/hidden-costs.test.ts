import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { cspBaseline } from "../../support/command.ts";
import { CONTOSO, folderOf, PARTNER } from "../../support/fleet.ts";
import { temporaryFolder } from "../../support/stack.ts";

const MAIN = fileURLToPath(new URL("../../../dist/src/cli/main.js", import.meta.url));

/** Runs commands and requests one after the other inside one sandbox, and prints the results as a JSON list. */
const STORY = `
import { spawnSync } from "node:child_process";
const [main, fleet] = process.argv.slice(2);
const { ARM_CLIENT_ID, ARM_CLIENT_SECRET, ARM_TENANT_ID, CSP_BASELINE_SANDBOX: sandbox } = process.env;

function cli(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args, "--fleet", fleet], { encoding: "utf8" });
  return { status, stdout, stderr };
}
async function audit() {
  const { status, stdout } = cli("audit", "--partner", "--format", "json");
  return { status, duty: JSON.parse(stdout).partner.find(({ control }) => control === "cost-visibility") };
}
async function budget() {
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: ARM_CLIENT_ID,
    client_secret: ARM_CLIENT_SECRET,
    scope: sandbox + "/.default",
  });
  const signedIn = await fetch(sandbox + "/" + ARM_TENANT_ID + "/oauth2/v2.0/token", { method: "POST", body: form });
  const { access_token: token } = await signedIn.json();
  const path = "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Consumption/budgets/b";
  const properties = {
    category: "Cost",
    amount: 100,
    timeGrain: "Monthly",
    timePeriod: { startDate: new Date().toISOString().slice(0, 7) + "-01T00:00:00Z" },
    notifications: { a: { enabled: true, operator: "GreaterThan", threshold: 80, contactEmails: ["a@b.example"] } },
  };
  const answer = await fetch(sandbox + path + "?api-version=2024-08-01", {
    method: "PUT",
    headers: { authorization: "Bearer " + token, "content-type": "application/json" },
    body: JSON.stringify({ properties }),
  });
  return { status: answer.status, code: (await answer.json()).error?.code };
}

await fetch(sandbox + "/sandbox/partner", {
  method: "PATCH",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ enforceViewCharges: true }),
});
const steps = [
  await audit(),
  cli("partner", "cost-visibility"),
  await budget(),
  cli("partner", "cost-visibility", "contoso", "--set", "allowed", "--yes"),
  await budget(),
  cli("partner", "cost-visibility"),
  await audit(),
];
console.log(JSON.stringify(steps));
`;

test("hidden costs are found, budgets are refused, one command shows the costs, and all is clean afterwards", () => {
  const fleet = folderOf({
    "partner.yaml": PARTNER.replace(
      "  role: direct-bill\n",
      "  role: direct-bill\n  costVisibility: allowed\n",
    ),
    "customers/contoso.yaml": CONTOSO,
  });
  const script = join(temporaryFolder(), "story.mjs");
  writeFileSync(script, STORY);
  const { stderr, stdout } = cspBaseline([
    "sandbox",
    "--fleet",
    fleet,
    "--",
    process.execPath,
    script,
    MAIN,
    fleet,
  ]);
  const steps: unknown = stdout === "" ? stderr : JSON.parse(stdout);
  expect(steps).toMatchObject([
    { status: 1, duty: { status: "fail", message: "1 of 1 customers do not see their costs: contoso" } },
    { status: 1, stdout: expect.stringMatching(/^hidden +contoso +2 budgets/) },
    { status: 401, code: "AccountCostDisabled" },
    { status: 0, stdout: expect.stringMatching(/^visible +contoso/m) },
    { status: 201 },
    { status: 0, stdout: expect.stringMatching(/^visible +contoso/) },
    { duty: { status: "pass", message: "users of all 1 customers see their costs" } },
  ]);
});
