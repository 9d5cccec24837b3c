import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { REQUIRED_CONTROLS } from "../../src/controls/control-ids.ts";
import { cspBaseline, node, startedCspBaseline } from "../support/command.ts";
import { CONTOSO, folderOf, PARTNER } from "../support/fleet.ts";

const PROD = "00000000-0000-0000-0000-000000000001";
const SANDBOX = "00000000-0000-0000-0000-000000000002";

const valid = (partner = PARTNER) =>
  folderOf({ "fleet/partner.yaml": partner, "fleet/customers/contoso.yaml": CONTOSO });

test("the summary shows the result and the next steps", () => {
  const { status, stderr, stdout } = cspBaseline(["synth"], { cwd: valid() });
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("Fabrikam Cloud Services (direct-bill): 1 customer, 2 subscriptions");
  expect(stdout).toContain(`${2 * REQUIRED_CONTROLS.length} passed, 0 excepted, 0 failed`);
  expect(stdout).toContain("2 stacks in cdktf.out/stacks, one for each subscription");
  expect(stdout).toContain(`terraform -chdir=cdktf.out/stacks/${PROD} init`);
});

test("without a terminal there are no colors and no progress, with NO_COLOR neither", () => {
  const { stderr, stdout } = cspBaseline(["synth"], {
    cwd: valid(),
    env: { FORCE_COLOR: "0", NO_COLOR: "1" },
  });
  expect(stdout + stderr).not.toContain("\u001b");
});

test("the output goes to --out, or else to the engine's CDKTF_OUTDIR", () => {
  const cwd = valid();
  cspBaseline(["synth", "--out", "a"], { cwd, env: { CDKTF_OUTDIR: "b" } });
  cspBaseline(["synth"], { cwd, env: { CDKTF_OUTDIR: "b" } });
  expect(readdirSync(cwd).sort()).toEqual(["a", "b", "fleet"]);
});

test("--only and --shard leave the others out", () => {
  const cwd = valid();
  cspBaseline(["synth", "--only", "*/sandbox"], { cwd });
  expect(readdirSync(join(cwd, "cdktf.out", "stacks"))).toEqual([SANDBOX]);
  const shards = [1, 2, 3].flatMap((index) => {
    cspBaseline(["synth", "--shard", `${index}/3`, "--out", `out${index}`], { cwd });
    const stacks = join(cwd, `out${index}`, "stacks");
    return existsSync(stacks) ? readdirSync(stacks) : [];
  });
  expect(shards.sort()).toEqual([PROD, SANDBOX]);
});

test("--format json is findings/v1, one for every control and subscription", () => {
  const { stdout } = cspBaseline(["synth", "--format", "json"], { cwd: valid() });
  const report = JSON.parse(stdout);
  expect(report).toMatchObject({
    schema: "csp-baseline/findings/v1",
    source: "stack",
    summary: { subscriptions: 2, covered: 2, pass: 14, fail: 0, excepted: 0, unknown: 0 },
  });
  expect(report.findings).toHaveLength(14);
});

test("an invalid fleet ends with 2 and writes nothing", () => {
  const cwd = valid(PARTNER.replace("amount: 1000", "amount: lots"));
  const { status, stderr } = cspBaseline(["synth"], { cwd });
  expect(status).toBe(2);
  expect(stderr).toContain("fleet/partner.yaml:13:13 baseline.budget.amount");
  expect(existsSync(join(cwd, "cdktf.out"))).toBe(false);
});

test("a fleet whose budget starts too far in the future ends with 1, each subscription with its line", () => {
  const cwd = valid(PARTNER.replace("2026-12", "2099-01"));
  const { status, stdout, stderr } = cspBaseline(["synth"], { cwd });
  expect(status).toBe(1);
  expect(stdout).toMatch(/^fleet\/customers\/contoso\.yaml:5:5 contoso\/prod fail budget: /m);
  expect(stdout).toMatch(/^fleet\/customers\/contoso\.yaml:7:5 contoso\/sandbox fail budget: /m);
  expect(stderr).toContain("2 of 2 subscriptions would lack a part of the baseline");
  expect(existsSync(join(cwd, "cdktf.out"))).toBe(false);
});

test("an output folder that cannot be written ends with 3 and one line", () => {
  const cwd = valid();
  writeFileSync(join(cwd, "occupied"), "");
  const { status, stderr } = cspBaseline(["synth", "--out", "occupied"], { cwd });
  expect(status).toBe(3);
  expect(stderr).toMatch(/^csp-baseline: cannot write occupied: [^\n]+\n$/);
});

test("the app of cdktf.json does the same for the example fleet", () => {
  const cwd = folderOf({});
  const example = new URL("../../fleet", import.meta.url).pathname;
  const { status, stdout } = node(["dist/main.js", "--fleet", example], { cwd });
  expect(status).toBe(0);
  expect(stdout).toMatch(/\d+ passed, 1 excepted, 0 failed/);
});

test("cdktf synth --hcl is refused with the reason, and nothing is written", () => {
  const cwd = valid();
  const { status, stderr } = cspBaseline(["synth"], { cwd, env: { SYNTH_HCL_OUTPUT: "1" } });
  expect([status, stderr]).toEqual([2, expect.stringContaining("Terraform reads cdk.tf.json without CDKTF")]);
  expect(readdirSync(cwd)).toEqual(["fleet"]);
});

test("while another run has the output folder nothing is written there", () => {
  const cwd = valid();
  expect(cspBaseline(["synth"], { cwd }).status).toBe(0);
  const manifest = join(cwd, "cdktf.out", "manifest.json");
  const before = statSync(manifest).ino;
  const holder = { pid: process.pid, host: hostname(), verb: "deploy", since: "2026-11-24T12:00:00.000Z" };
  writeFileSync(join(cwd, "cdktf.out", ".run.lock"), JSON.stringify(holder));
  const { status, stderr } = cspBaseline(["synth"], { cwd });
  expect(status).toBe(2);
  expect(stderr).toMatch(/another run holds this folder: deploy since 2026-11-24T12:00:00.000Z /);
  expect(statSync(manifest).ino).toBe(before);
});

test("a run that writes nothing leaves no folder, and one that ends leaves no lock", () => {
  const cwd = valid(PARTNER.replace("noc@", "noc at "));
  expect(cspBaseline(["synth"], { cwd }).status).toBe(2);
  expect(readdirSync(cwd)).toEqual(["fleet"]);
  const well = valid();
  startedCspBaseline(["synth"], { cwd: well });
  expect(readdirSync(join(well, "cdktf.out")).sort()).toEqual([
    ".fleet-keys.json",
    ".stack-cache.json",
    "manifest.json",
    "stacks",
  ]);
});

test("a second run builds nothing again", () => {
  const cwd = valid();
  expect(startedCspBaseline(["synth"], { cwd }).status).toBe(0);
  expect(startedCspBaseline(["synth"], { cwd }).stdout).toContain("(2 unchanged)");
});
