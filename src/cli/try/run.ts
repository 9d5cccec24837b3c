import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Fleet, Subscription } from "../../fleet/index.ts";
import { findTerraform, RunnerError, readOutput, type Terraform } from "../../runner/index.ts";
import { type BuildStack, defaultBuild, synthesizeFleet, workerTask } from "../../synthesis/index.ts";
import { member, members } from "../../text/json.ts";
import { check } from "../check/run.ts";
import { type Console, counted } from "../console.ts";
import { CommandError, EXIT, type ExitCode } from "../exit-codes.ts";
import { type FleetOptions, fleetFolder, readFleet, today } from "../fleet-input.ts";
import { synth } from "../synth/run.ts";
import { whyNoProviders } from "./providers.ts";
import { StepError, Steps } from "./steps.ts";
import { inTrial } from "./trial.ts";

export interface TryOptions extends FleetOptions {
  readonly out?: string;
  /** How the stack of a subscription is built. @default - only the baseline */
  readonly build?: BuildStack;
}

/** More subscriptions would test nothing new, and take minutes. */
const MOST_STACKS = 10;

/**
 * `csp-baseline try`: the whole workflow from the fleet to the audit. Checks and synthesizes; then, if Terraform and
 * the providers can be installed, deploys into a sandbox and audits it. Otherwise it reports the skipped steps and the
 * reason. It does not connect to Azure. Stacks, states and plans of the trial are in a temporary folder.
 */
export async function tryFleet(options: TryOptions, console: Console): Promise<ExitCode> {
  // A worker thread that builds a part of the stacks runs this same command line.
  if (workerTask() !== undefined) return synth(options, console);
  const steps = new Steps(console);
  const checked = steps.time("check", () => check(options, { ...console, out: () => {}, err: () => {} }));
  const synthesized = await steps.timeAsync("synth and gate", () => synth(options, console));
  if (synthesized !== EXIT.ok) return synthesized;
  const input = readFleet(options, console);
  if (checked !== EXIT.ok || "problems" in input) return EXIT.invalid;
  console.out("");
  const subscriptions = input.fleet.subscriptions.slice(0, MOST_STACKS);
  const folder = mkdtempSync(join(tmpdir(), "csp-baseline-try-"));
  try {
    const ready = await prepare(input.fleet, subscriptions, folder, options, console);
    if (typeof ready === "string") {
      console.out(
        `${console.style("bold", "Skipped")}   plan, review, deploy, audit and enforce in a sandbox: ${ready}`,
      );
      steps.show();
      return EXIT.ok;
    }
    console.out(
      `${console.style("bold", "Sandbox")}   ${counted(subscriptions.length, "subscription")} in a sandbox on this machine; nothing is sent to Azure`,
    );
    const code = await inTrial(
      {
        ...ready,
        fleet: input.fleet,
        subscriptions,
        folder,
        fleetFolder: resolve(fleetFolder(options, console)),
      },
      steps,
      console,
    );
    steps.show();
    return code;
  } catch (error) {
    if (error instanceof StepError) throw new CommandError(error.message, EXIT.outside);
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Ready {
  readonly terraform: Terraform;
  /** The folder that keeps providers between trials. */
  readonly cache: Readonly<Record<string, string>>;
}

/** Returns Terraform and the providers, or why there are none, with the remedy. */
async function prepare(
  fleet: Fleet,
  subscriptions: readonly Subscription[],
  folder: string,
  options: TryOptions,
  console: Console,
): Promise<Ready | string> {
  if (process.platform !== "linux") {
    return "Terraform's providers trust the sandbox's certificate only on Linux; use a Linux container";
  }
  let terraform: Terraform;
  try {
    terraform = findTerraform({ ...console.env });
  } catch (error) {
    if (error instanceof RunnerError) return error.message;
    throw error;
  }
  const outdir = join(folder, "cdktf.out");
  const { build = defaultBuild } = options;
  synthesizeFleet(fleet, { outdir, today: today(console), subscriptions, build });
  const { stacks } = readOutput(outdir);
  for (const stack of stacks) keepStateHere(stack.folder, join(folder, "tfstate", `${stack.id}.tfstate`));
  const cache = pluginCache(options, console);
  const [first] = stacks;
  if (first === undefined) return "the fleet has no subscription";
  console.progress("terraform init");
  const why = await whyNoProviders(terraform, first, cache);
  console.progress("");
  if (why === undefined) return { terraform, cache };
  return `Terraform cannot install the providers (${why}). It needs the network for registry.terraform.io, or a mirror in the file of TF_CLI_CONFIG_FILE`;
}

/** Replaces the state backend of a trial's own stack, because a trial must not change the states of the fleet. */
function keepStateHere(stack: string, path: string): void {
  const file = join(stack, "cdk.tf.json");
  const json: unknown = JSON.parse(readFileSync(file, "utf8"));
  const { backend, cloud, ...terraform } = Object.fromEntries(members(member(json, "terraform")));
  const replaced = { ...terraform, backend: { local: { path } } };
  writeFileSync(file, JSON.stringify({ ...Object(json), terraform: replaced }));
}

function pluginCache(options: TryOptions, console: Console): Readonly<Record<string, string>> {
  if (console.env["TF_PLUGIN_CACHE_DIR"]) return {};
  const folder = resolve(options.out ?? (console.env["CDKTF_OUTDIR"] || "cdktf.out"), ".plugin-cache");
  mkdirSync(folder, { recursive: true });
  return { TF_PLUGIN_CACHE_DIR: folder };
}
