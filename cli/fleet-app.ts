import type { BuildStack } from "../synthesis/index.ts";
import { processConsole } from "./console.ts";
import type { ExitCode } from "./exit-codes.ts";
import { run } from "./program.ts";

/**
 * The body of a CDKTF app for a fleet: validates the fleet, builds a stack for every subscription with `build`,
 * judges them and writes `cdktf.out`. Takes the arguments of `csp-baseline synth`.
 *
 * @returns the exit status for the process
 */
export function fleetApp(build: BuildStack): Promise<ExitCode> {
  return run(["synth", ...process.argv.slice(2)], processConsole(), { build });
}
