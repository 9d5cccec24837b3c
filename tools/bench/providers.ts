/**
 * Deploys the same fleet with azurerm and with azapi, with real Terraform and the real providers, each into its own
 * sandbox. Measures the wall time of the first deployment of one subscription, of its second plan, of plan and deploy
 * of the whole fleet, and of synthesis. Prints JSON: seconds, and azapi's share of azurerm's.
 *
 * Usage: node providers.js [SUBSCRIPTIONS] [RUNS]
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { subscriptionId, writeFleet } from "./generated-fleet.ts";
import { median } from "./measure.ts";

const CLI = fileURLToPath(new URL("../../src/cli/main.js", import.meta.url));
const TERRAFORM = process.env["TERRAFORM_BINARY_NAME"] || "terraform";
const PROVIDERS = ["azurerm", "azapi"] as const;

type Times = Record<string, number>;

/** Measures one provider, in seconds, in a new folder and an empty sandbox. */
function timesOf(provider: (typeof PROVIDERS)[number], count: number, alone: boolean): Times {
  const root = mkdtempSync(join(tmpdir(), "csp-baseline-bench-"));
  writeFleet(join(root, "fleet"), count);
  const partner = join(root, "fleet", "partner.yaml");
  writeFileSync(partner, `provider: ${provider}\n${readFileSync(partner, "utf8")}`);
  const inside = [process.execPath, fileURLToPath(import.meta.url), alone ? "stack" : "fleet"];
  try {
    const env = { ...process.env, CI: "1" };
    const args = [CLI, "sandbox", "--", ...inside];
    const answer = execFileSync(process.execPath, args, { cwd: root, env, encoding: "utf8" });
    const times: Times = JSON.parse(answer);
    return times;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Runs in the sandbox, in the folder of the fleet. */
function measureInside(what: "stack" | "fleet"): Times {
  const timed = (program: string, ...args: readonly string[]) => {
    const start = performance.now();
    execFileSync(program, args, { stdio: ["ignore", "ignore", "inherit"] });
    return (performance.now() - start) / 1000;
  };
  const csp = (...args: readonly string[]) => timed(process.execPath, CLI, ...args);
  const synth = csp("synth");
  if (what === "fleet") {
    return { synth, "plan of the fleet": csp("plan"), "deploy of the fleet": csp("deploy", "--yes") };
  }
  const stack = `-chdir=${join("cdktf.out", "stacks", subscriptionId(0))}`;
  const terraform = (...args: readonly string[]) => timed(TERRAFORM, stack, ...args);
  const first =
    terraform("init", "-input=false") +
    terraform("plan", "-input=false", "-out=plan") +
    terraform("show", "-json", "plan") +
    terraform("apply", "-input=false", "plan");
  const second = terraform("plan", "-input=false", "-detailed-exitcode");
  return { synth, "first deployment": first, "second plan": second };
}

function compare(subscriptions: number, runs: number) {
  const collected: [(typeof PROVIDERS)[number], Times][] = [];
  // Alternates, so that other work on the machine affects both.
  for (let index = 0; index < runs; index += 1)
    for (const provider of PROVIDERS) collected.push([provider, timesOf(provider, 1, true)]);
  for (const provider of PROVIDERS) collected.push([provider, timesOf(provider, subscriptions, false)]);
  const medianOf = (name: string, provider: (typeof PROVIDERS)[number]) =>
    median(collected.flatMap(([of, times]) => (of === provider ? (times[name] ?? []) : [])));
  const names = new Set(collected.flatMap(([, times]) => Object.keys(times)));
  const results = [...names].map((name) => {
    const [azurerm, azapi] = [medianOf(name, "azurerm"), medianOf(name, "azapi")];
    return { name, azurerm, azapi, ratio: azapi / azurerm };
  });
  return { subscriptions, runs, results };
}

const [first, runs] = process.argv.slice(2);
const results =
  first === "stack" || first === "fleet"
    ? measureInside(first)
    : compare(Number(first ?? 12), Number(runs ?? 3));
console.log(JSON.stringify(results, undefined, 2));
