import type { Assumptions, TerraformRun } from "./assumptions.ts";
import { type Answers, type Azure, backOff } from "./azure.ts";
import type { Process } from "./clock.ts";
import type { Cores } from "./gates.ts";
import type { Random } from "./random.ts";

/** The result of the work on a stack. `lost`: its runner was lost before it was done, or with its plan. */
export type Outcome = "done" | "failed" | "lost";

export interface StackWork {
  readonly subscription: string;
  readonly runs: readonly TerraformRun[];
  /** Called with the result; not called when the process is stopped. */
  readonly ended: (outcome: Outcome) => void;
}

/** The common input of all stacks of a job. */
export interface Surroundings {
  readonly world: Assumptions;
  readonly azure: Azure;
  readonly cores: Cores;
  readonly random: Random;
}

/** Works on one stack: Terraform's runs in turn, each with the runner's attempts. */
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
