import type { Assumptions, TerraformRun } from "./assumptions.ts";
import { type Answers, type Azure, backOff } from "./azure.ts";
import type { Process } from "./clock.ts";
import type { Cores } from "./gates.ts";
import type { Random } from "./random.ts";

/** How the work on a stack ended: `lost` with its runner, before it was done or with what it had done. */
export type Outcome = "done" | "failed" | "lost";

export interface StackWork {
  readonly subscription: string;
  readonly runs: readonly TerraformRun[];
  /** Told how it ended; not called when the process is stopped. */
  readonly ended: (outcome: Outcome) => void;
}

/** What every stack of a job works with. */
export interface Surroundings {
  readonly world: Assumptions;
  readonly azure: Azure;
  readonly cores: Cores;
  readonly random: Random;
}

/** The work on one stack: Terraform's runs in turn, each with the tries that the runner gives it. */
export function* workOnStack(
  { ended, runs, subscription }: StackWork,
  { azure, cores, random, world }: Surroundings,
): Process {
  if (happens(world.lastingFailures, random)) {
    // It fails at the first request that needs the role, after the first half of the first run.
    const [first] = runs;
    yield cores;
    yield (first?.cpuSeconds ?? 0) / 2;
    cores.release();
    ended("failed");
    return;
  }
  for (const run of runs) {
    for (let tried = 1; ; tried += 1) {
      const answers: Answers = { complete: true };
      yield* runTerraform(run, subscription, answers, { azure, cores });
      const kind = answers.complete ? "transient" : "throttled";
      if (answers.complete && !happens(world.transientFailures, random)) break;
      const wait = backOff(kind, tried, random);
      if (wait === undefined) {
        ended("failed");
        return;
      }
      yield wait;
    }
  }
  ended("done");
}

function* runTerraform(
  run: TerraformRun,
  subscription: string,
  answers: Answers,
  { azure, cores }: Pick<Surroundings, "azure" | "cores">,
): Process {
  yield cores;
  yield run.cpuSeconds / 2;
  cores.release();
  yield* azure.serve(subscription, run, answers);
  if (!answers.complete) return;
  if (run.idleSeconds > 0) yield run.idleSeconds;
  yield cores;
  yield run.cpuSeconds / 2;
  cores.release();
}

function happens(probability: number, random: Random): boolean {
  return probability > 0 && random() < probability;
}
