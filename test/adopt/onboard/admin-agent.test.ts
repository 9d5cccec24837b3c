import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { onboard } from "../../../src/cli/onboard/run.ts";
import { NOW } from "../../sandbox/client.ts";
import { heardConsole } from "../../support/console.ts";
import { CONTOSO, folderOf, PARTNER } from "../../support/fleet.ts";
import { temporaryFolder } from "../../support/stack.ts";

const DEPLOYER = "aaaaaaaa-0000-0000-0000-000000000001";
const READER = "aaaaaaaa-0000-0000-0000-000000000002";
const [ONE, TWO, THREE] = [1, 2, 11].map(
  (last) => `00000000-0000-0000-0000-${String(last).padStart(12, "0")}`,
);
const NORTHWIND = CONTOSO.replace("contoso", "northwind")
  .replace("Contoso Ltd", '"North; $(rm -rf x)\\" wind"')
  .replaceAll("2222", "3333")
  .replaceAll(/0{11}(?=[12]$)/gm, "00000000001");
const fleet = folderOf({
  "partner.yaml": PARTNER,
  "customers/contoso.yaml": CONTOSO,
  "customers/northwind.yaml": NORTHWIND,
});

let output: string;
let console: ReturnType<typeof heardConsole>;
beforeEach(() => {
  output = join(temporaryFolder(), "out");
  console = heardConsole({}, NOW);
});

const asAdminAgent = (options: object = {}) =>
  onboard(
    { fleet, customers: [], as: "admin-agent", output, deployerId: DEPLOYER, readerId: READER, ...options },
    console,
  );

/** Runs the script with an `az` that records its calls and fails some of them on request. */
function runScript(az: string) {
  const bin = join(dirname(output), "bin");
  mkdirSync(bin, { recursive: true });
  const log = join(bin, "log");
  writeFileSync(log, "");
  writeFileSync(join(bin, "az"), `#!/usr/bin/env bash\necho "$*" >> '${log}'\n${az}\n`);
  chmodSync(join(bin, "az"), 0o755);
  const { status, stdout } = spawnSync("bash", [join(output, "onboard-all.sh")], {
    encoding: "utf8",
    env: { ...process.env, PATH: `${bin}:${process.env["PATH"]}` },
  });
  const calls = readFileSync(log, "utf8").trim().split("\n");
  return { status, stdout, calls, deployed: calls.filter((one) => one.startsWith("deployment")) };
}
const CSP = 'case "$1" in rest) echo CSP_2015-05-01 ;; esac';

describe("onboard --as admin-agent --all", () => {
  test("writes one script for all customers, and a template and a configuration for each tenant", async () => {
    expect(await asAdminAgent({ all: true })).toBe(0);
    expect(console.heard.out).toContain("4 subscriptions of 2 customers");
    expect(console.heard.out).toContain("csp-baseline onboard contoso northwind --verify");
    for (const name of ["onboard-all.ps1", "contoso/lighthouse.json", "northwind/lighthouse.tf"]) {
      expect(existsSync(join(output, name)), name).toBe(true);
    }
    expect(readFileSync(join(output, "contoso/lighthouse.json"), "utf8")).toContain(DEPLOYER);
    // Without quotes PowerShell would run a command of this name.
    expect(readFileSync(join(output, "onboard-all.ps1"), "utf8")).toContain("$results = 'results.csv'\n");
  });

  test("signs in to each tenant once, and delegates every subscription with its customer's template", async () => {
    await asAdminAgent({ all: true });
    const { calls, deployed, status, stdout } = runScript(CSP);
    expect(status).toBe(0);
    expect(calls.filter((one) => one.startsWith("login"))).toEqual([
      "login --tenant 22222222-2222-2222-2222-222222222222 --output none",
      "login --tenant 33333333-3333-3333-3333-333333333333 --output none",
    ]);
    expect(deployed).toHaveLength(4);
    expect(deployed[2]).toContain(`--subscription ${THREE} `);
    expect(deployed[2]).toContain("--template-file northwind/lighthouse.json");
    expect(stdout).toMatch(new RegExp(`^ok +contoso/${ONE}$`, "m"));
    expect(stdout).toContain("0 not delegated");
  });

  test("continues where it failed, and does not repeat completed steps", async () => {
    await asAdminAgent({ all: true });
    const failing = `${CSP}\ncase "$*" in deployment*${TWO}*) exit 1 ;; esac`;
    const first = runScript(failing);
    expect(first.status).toBe(1);
    expect(first.deployed).toHaveLength(4);
    expect(first.stdout).toMatch(new RegExp(`^failed +contoso/${TWO}$`, "m"));
    expect(first.stdout).toContain("1 not delegated");
    const second = runScript(CSP);
    expect(second.status).toBe(0);
    expect(second.deployed).toEqual([expect.stringContaining(TWO ?? "")]);
    expect(second.stdout).toMatch(new RegExp(`^done +contoso/${ONE}$`, "m"));
  });

  test("skips subscriptions outside CSP and tenants without a sign-in", async () => {
    await asAdminAgent({ all: true });
    const az = `case "$*" in rest*${ONE}*) echo PayAsYouGo_2014-09-01 ;; rest*) echo CSP_2015-05-01 ;; login*3333*) exit 1 ;; esac`;
    const { deployed, status, stdout } = runScript(az);
    expect(status).toBe(1);
    expect(deployed).toEqual([expect.stringContaining(TWO ?? "")]);
    expect(stdout).toMatch(new RegExp(`^not-csp +contoso/${ONE}$`, "m"));
    expect(stdout).toMatch(new RegExp(`^failed +northwind/${THREE}$`, "m"));
  });

  test("accepts names of customers instead, and rejects unsupported ones", async () => {
    expect(await asAdminAgent({ customers: ["contoso"] })).toBe(0);
    expect(existsSync(join(output, "northwind"))).toBe(false);
    await expect(asAdminAgent({ customers: ["contoso"], all: true })).rejects.toThrow(
      /cannot be combined with names of customers/,
    );
    await expect(asAdminAgent()).rejects.toThrow(/name a customer, or give --all/);
    await expect(asAdminAgent({ all: true, output: undefined })).rejects.toThrow(/needs --output/);
    const app = CONTOSO.replace("subscriptions:", "access: { model: customer-app }\nsubscriptions:");
    const other = folderOf({ "partner.yaml": PARTNER, "customers/contoso.yaml": app });
    await expect(asAdminAgent({ fleet: other, customers: ["contoso"] })).rejects.toThrow(
      /can only deploy Lighthouse delegations/,
    );
  });
});
