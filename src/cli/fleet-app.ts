import { writeSync } from "node:fs";
import { isMainThread } from "node:worker_threads";
import type { BuildStack } from "../synthesis/index.ts";
import { processConsole } from "./console.ts";
import { EXIT } from "./exit-codes.ts";
import type { Extensions } from "./extensions.ts";
import { run } from "./program.ts";

export type { App } from "#engine";
export type { BuildStack } from "../synthesis/index.ts";
export type { Extensions } from "./extensions.ts";

/**
 * The body of a CDKTF app for a fleet: validates the fleet, builds a stack for every subscription with `build`,
 * judges them and writes `cdktf.out`. Takes the arguments of `csp-baseline synth`, or any other verb with its
 * arguments, so that every command uses the app's own stacks and controls.
 *
 * If the process would exit with 0 although the command failed or did not complete, it exits with another code.
 *
 * @param extensions controls of your own, and the resources that they read
 * @returns the exit status for the process
 */
export async function fleetApp(build: BuildStack, extensions: Extensions = {}): Promise<number> {
  const args = process.argv.slice(2);
  const [verb = "-"] = args;
  const isSynth = verb.startsWith("-") && verb !== "--help" && verb !== "-h";
  let status: number | undefined;
  // A worker ends when its part is done; the main thread collects its results.
  if (isMainThread) {
    process.once("exit", (code) => {
      if (code !== 0 || status === 0) return;
      if (status === undefined) writeSync(2, ENDED_EARLY);
      process.exitCode = status ?? EXIT.outside;
    });
  }
  status = await run(isSynth ? ["synth", ...args] : args, processConsole(), { ...extensions, build });
  return status;
}

const ENDED_EARLY =
  "csp-baseline: the app ended the process before fleetApp was done, as with process.exit(): the command did not complete. Remove that call, or await fleetApp first\n";
