import { loadFleet } from "../../controls/load-fleet.ts";
import { type ChangedSince, changedSince, type Output } from "../../runner/index.ts";
import { type BuildStack, defaultBuild, synthesizeFleet } from "../../synthesis/index.ts";
import type { Console } from "../console.ts";
import { fleetFolder, today } from "../fleet-input.ts";
import type { RunOptions } from "../run-input.ts";

export interface ChangedSinceOptions extends RunOptions {
  /** How the stack of a subscription is built. @default - only the baseline */
  readonly build?: BuildStack;
}

/**
 * Compares the stacks with those of another synthesis or of a git revision, with today's loader and synthesis.
 * @throws {RunnerError} when `since` is neither
 */
export function stacksChangedSince(
  since: string,
  output: Output,
  options: ChangedSinceOptions,
  console: Console,
): ChangedSince {
  const { build = defaultBuild } = options;
  return changedSince(since, output, {
    folder: fleetFolder(options, console),
    today: today(console),
    load: (folder, day) => {
      const loaded = loadFleet(folder, { today: day, expiredExceptions: "keep" });
      return loaded.ok ? loaded.fleet : undefined;
    },
    synthesize: (fleet, subscriptions, outdir, day) =>
      synthesizeFleet(fleet, { outdir, today: day, controls: [], build, subscriptions }).passed,
  });
}
