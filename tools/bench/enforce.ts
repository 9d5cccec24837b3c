/**
 * npm run bench:enforce [-- --subscriptions 10000 --drifted 100 --parallelism 4 --sample 100 --output FILE]
 *
 * Measures `csp-baseline enforce --apply safe` on a deployed fleet in the sandbox, with ARM's limits and a Terraform
 * stub that sends the providers' requests and takes their measured time. For comparison it also measures a fleet
 * without drift, and `plan` of a sample of the stacks, from which the time to plan all stacks is extrapolated. Exits
 * with 1 when a goal is missed.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";
import { readEnforceResult } from "../../src/enforce/index.ts";
import {
  insideSandbox,
  type Sandbox,
  sandboxEnvironment,
  writeExtraCertificates,
  writeTrustFiles,
} from "../../src/sandbox/index.ts";
import { DriftingFleet } from "./drifting-fleet.ts";

/** The seconds for one stack, measured with azurerm and azapi: see tools/simulate/assumptions.ts. */
const SECONDS = { INIT: 0.4, PLAN: 1.9, SHOW: 0.5, APPLY: 1 };
const CLI = fileURLToPath(new URL("../../src/cli/main.js", import.meta.url));

const { values } = parseArgs({
  options: {
    subscriptions: { type: "string", default: "10000" },
    drifted: { type: "string" },
    parallelism: { type: "string", default: "4" },
    sample: { type: "string", default: "100" },
    output: { type: "string", default: "bench-enforce.json" },
  },
});
const subscriptions = Number(values.subscriptions);
const drifted = Number(values.drifted ?? Math.max(1, Math.round(subscriptions / 100)));
const sample = Math.min(Number(values.sample), subscriptions);

interface Measured {
  readonly seconds: number;
  /** Requests of the command and of Terraform, except those for tokens. */
  readonly requests: number;
  readonly throttled: number;
  readonly runs: Readonly<Record<string, number>>;
  /** Requests by method and path, without ids. */
  readonly kinds: Readonly<Record<string, number>>;
}

/** Runs a command on the fleet, with a number of drifted subscriptions. */
async function measure(fleet: DriftingFleet, drift: number, args: readonly string[]): Promise<Measured> {
  const sandbox = await fleet.azure(drift);
  const trace = join(fleet.root, "trace");
  const log = join(fleet.root, "azure", "requests.jsonl");
  writeFileSync(trace, "");
  const before = readFileSync(log, "utf8").length;
  try {
    const start = performance.now();
    await command(fleet, sandbox, trace, args);
    const seconds = (performance.now() - start) / 1000;
    const lines = readFileSync(log, "utf8")
      .slice(before)
      .split("\n")
      .filter((line) => line !== "");
    const asked = lines.filter((line) => !/\/oauth2\/|\/metadata\/|\.well-known/.test(line));
    const throttled = asked.filter((line) => line.includes('"code":429')).length;
    const runs: Record<string, number> = {};
    for (const line of readFileSync(trace, "utf8").split("\n")) {
      const [verb = ""] = line.split(" ");
      if (verb !== "") runs[verb] = (runs[verb] ?? 0) + 1;
    }
    return { seconds, requests: asked.length, throttled, runs, kinds: kindsOf(asked) };
  } finally {
    await sandbox.close();
  }
}

function kindsOf(lines: readonly string[]): Record<string, number> {
  const kinds: Record<string, number> = {};
  for (const line of lines) {
    const { method, path } = z.object({ method: z.string(), path: z.string() }).parse(JSON.parse(line));
    const kind = `${method} ${path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, "{id}")}`;
    kinds[kind] = (kinds[kind] ?? 0) + 1;
  }
  return kinds;
}

async function command(
  fleet: DriftingFleet,
  { certificate, port, tenantId, origin }: Sandbox,
  trace: string,
  args: readonly string[],
): Promise<void> {
  const trust = join(fleet.root, "trust");
  const { bundleFile } = writeTrustFiles(trust, certificate, process.env);
  const extraCertificatesFile = writeExtraCertificates(trust, certificate, process.env);
  const seconds = Object.entries(SECONDS).map(([verb, least]) => [`STUB_SECONDS_${verb}`, String(least)]);
  const env = {
    ...insideSandbox(process.env, sandboxEnvironment({ port, tenantId, bundleFile, extraCertificatesFile })),
    ...Object.fromEntries(seconds),
    TERRAFORM_BINARY_NAME: join(fleet.root, "terraform"),
    STUB_ORIGIN: origin,
    STUB_TENANT: tenantId,
    STUB_TRACE: trace,
    NODE_NO_WARNINGS: "1",
    CI: "1",
  };
  const child = spawn(
    process.execPath,
    [CLI, ...args, "--fleet", "fleet", "--parallelism", values.parallelism],
    {
      cwd: fleet.root,
      env,
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors = (errors + text).slice(-4000);
  });
  const status = await new Promise((done) => child.once("close", done));
  if (status !== 0) throw new Error(`csp-baseline ${args.join(" ")} ended with ${status}:\n${errors}`);
}

/** Returns the results of the fleet, from the file that `enforce` wrote. */
function repaired(fleet: DriftingFleet): number {
  const result = readEnforceResult(readFileSync(join(fleet.root, "plans", "enforce.json"), "utf8"));
  return result?.summary.repaired ?? Number.NaN;
}

const root = mkdtempSync(join(tmpdir(), "csp-baseline-bench-enforce-"));
const say = (text: string) => console.error(text);
try {
  const apply = (max: number) => ["enforce", "--apply", "safe", "--max", String(max)];
  say("what one drifted subscription costs");
  const small = await DriftingFleet.make(join(root, "small"), 3);
  const smallClean = await measure(small, 0, apply(3));
  const smallDrifted = await measure(small, 3, apply(3));
  const perDrifted = (smallDrifted.requests - smallClean.requests) / 3;

  say(`making a fleet of ${subscriptions} subscriptions`);
  const fleet = await DriftingFleet.make(join(root, "fleet"), subscriptions);
  say("nothing drifted");
  const clean = await measure(fleet, 0, apply(drifted));
  say(`${drifted} drifted`);
  const enforced = await measure(fleet, drifted, apply(drifted));
  const done = repaired(fleet);
  say(`planning a sample of ${sample} stacks`);
  const plan = await measure(fleet, 0, ["plan", "--shard", `1/${Math.round(subscriptions / sample)}`]);
  const planned = plan.runs["plan"] ?? 0;

  const least = clean.requests + drifted * perDrifted;
  const everything = (plan.seconds / planned) * subscriptions;
  const figures = {
    "requests / least possible": { value: enforced.requests / least, atMost: 1.2 },
    "plans / drifted": { value: (enforced.runs["plan"] ?? 0) / drifted, atMost: 1.05 },
    "applies / drifted": { value: (enforced.runs["apply"] ?? 0) / drifted, atMost: 1.05 },
    "seconds / planning everything": { value: enforced.seconds / everything, atMost: 0.05 },
    "Terraform runs where nothing drifted": { value: Object.keys(clean.runs).length, atMost: 0 },
    "drifted and not repaired": { value: drifted - done, atMost: 0 },
  };
  const results = {
    subscriptions,
    drifted,
    cores: availableParallelism(),
    load: loadavg()[0],
    node: process.versions.node,
    parallelism: Number(values.parallelism),
    secondsOfTerraform: SECONDS,
    perDrifted,
    clean,
    enforced,
    sample: { ...plan, planned, everything },
    figures,
  };
  writeFileSync(values.output, `${JSON.stringify(results, undefined, 2)}\n`);
  console.log("| figure | goal | measured |\n|---|---|---|");
  for (const [name, { atMost, value }] of Object.entries(figures))
    console.log(`| ${name} | at most ${atMost} | ${value.toFixed(3)} |`);
  console.log(
    `\nrequests ${enforced.requests} (least ${Math.round(least)}, refused ${enforced.throttled}); seconds ${enforced.seconds.toFixed(0)}, without drift ${clean.seconds.toFixed(0)}, planning everything ${everything.toFixed(0)} by ${planned} stacks`,
  );
  if (Object.values(figures).some(({ atMost, value }) => !(value <= atMost))) process.exitCode = 1;
} finally {
  rmSync(root, { recursive: true, force: true });
}
