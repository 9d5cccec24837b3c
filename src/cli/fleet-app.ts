import type { BuildStack } from "../synthesis/index.ts";
import { processConsole } from "./console.ts";
import type { Extensions } from "./extensions.ts";
import { run } from "./program.ts";

export type { App } from "#engine";
export type { BuildStack } from "../synthesis/index.ts";
export type { Extensions } from "./extensions.ts";

/**
 * The body of a CDKTF app for a fleet: validates the fleet, builds a stack for every subscription with `build`,
 * judges them and writes `cdktf.out`. Takes the arguments of `csp-baseline synth`, or any other verb with its own
 * arguments: so every command knows the app's own stacks and
 * controls.
 *
 * @param extensions controls of your own, and the resources that they look at
 * @returns the exit status for the process
 */
export function fleetApp(build: BuildStack, extensions: Extensions = {}): Promise<number> {
  const args = process.argv.slice(2);
  const [verb = "-"] = args;
  const isSynth = verb.startsWith("-") && verb !== "--help" && verb !== "-h";
  return run(isSynth ? ["synth", ...args] : args, processConsole(), { ...extensions, build });
}
