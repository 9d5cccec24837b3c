/**
 * Deploys the same fleet by azurerm and by azapi, with real Terraform and the real providers, into its own sandbox: the
 * wall time of the first deployment of one subscription, of its second plan, of plan and deploy of the whole fleet, and
 * of synthesis. Results are JSON on stdout, in seconds and as azapi's share of azurerm's.
 *
 * Usage: node providers.js [SUBSCRIPTIONS] [RUNS]
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { directoryOf } from "../../src/cli/sandbox/run.ts";
import { loadFleet } from "../../src/controls/load-fleet.ts";
import { parseCalendarDate } from "../../src/fleet/index.ts";
import {
  insideSandbox,
  sandboxEnvironment,
  startSandbox,
  writeExtraCertificates,
  writeTrustFiles,
} from "../../src/sandbox/index.ts";
import { subscriptionId, writeFleet } from "./generated-fleet.ts";

const run = promisify(execFile);
const CLI = fileURLToPath(new URL("../../src/cli/main.js", import.meta.url));
const TERRAFORM = process.env["TERRAFORM_BINARY_NAME"] || "terraform";
const PROVIDERS = ["azurerm", "azapi"] as const;
const [subscriptions = 12, runs = 3] = process.argv.slice(2).map(Number);

type Times = Record<string, number>;

/** Returns the times of one provider in seconds, in a new folder and sandbox. */
async function measure(provider: (typeof PROVIDERS)[number], count: number, alone: boolean): Promise<Times> {
  const root = mkdtempSync(join(tmpdir(), "csp-baseline-bench-"));
  const fleetFolder = join(root, "fleet");
  writeFleet(fleetFolder, count);
  const partner = join(fleetFolder, "partner.yaml");
  writeFileSync(partner, `provider: ${provider}\n${readFileSync(partner, "utf8")}`);
  const today = parseCalendarDate(new Date().toISOString().slice(0, 10));
  const loaded = today && loadFleet(fleetFolder, { today });
  if (!loaded?.ok) throw new Error("the generated fleet is not valid");
  const sandbox = await startSandbox({ directory: directoryOf(loaded.fleet) });
  const { certificate, port, tenantId } = sandbox;
  const trust = join(root, "trust");
  const { bundleFile } = writeTrustFiles(trust, certificate, process.env);
  const extraCertificatesFile = writeExtraCertificates(trust, certificate, process.env);
  const settings = sandboxEnvironment({ port, tenantId, bundleFile, extraCertificatesFile });
  const env = { ...insideSandbox(process.env, settings), CI: "1" };
  const options = { cwd: root, env, maxBuffer: 2 ** 28 };
  const timed = async (program: string, ...args: readonly string[]) => {
    const start = performance.now();
    await run(program, args, options);
    return (performance.now() - start) / 1000;
  };
  const csp = (...args: readonly string[]) => timed(process.execPath, CLI, ...args);
  try {
    const times: Times = { synth: await csp("synth") };
    if (!alone) {
      times["plan of the fleet"] = await csp("plan");
      times["deploy of the fleet"] = await csp("deploy", "--yes");
      return times;
    }
    const stack = `-chdir=${join(root, "cdktf.out", "stacks", subscriptionId(0))}`;
    const terraform = (...args: readonly string[]) => timed(TERRAFORM, stack, ...args);
    times["first deployment"] =
      (await terraform("init", "-input=false")) +
      (await terraform("plan", "-input=false", "-out=plan")) +
      (await terraform("show", "-json", "plan")) +
      (await terraform("apply", "-input=false", "plan"));
    times["second plan"] = await terraform("plan", "-input=false", "-detailed-exitcode");
    return times;
  } finally {
    await sandbox.close();
    rmSync(root, { recursive: true, force: true });
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const collected: Record<(typeof PROVIDERS)[number], Record<string, number[]>> = { azurerm: {}, azapi: {} };
function collect(provider: (typeof PROVIDERS)[number], times: Times): void {
  const known = collected[provider];
  for (const [name, seconds] of Object.entries(times)) known[name] = [...(known[name] ?? []), seconds];
}
// In turn, so that other work of the machine affects both.
for (let index = 0; index < runs; index += 1)
  for (const provider of PROVIDERS) collect(provider, await measure(provider, 1, true));
for (const provider of PROVIDERS) collect(provider, await measure(provider, subscriptions, false));

const results = Object.keys(collected.azurerm).map((name) => {
  const azurerm = median(collected.azurerm[name] ?? []);
  const azapi = median(collected.azapi[name] ?? []);
  return { name, azurerm, azapi, ratio: azapi / azurerm };
});
console.log(JSON.stringify({ subscriptions, runs, results }, undefined, 2));
