import type { Assumptions, TerraformRun } from "./assumptions.ts";
import { jobCount, type Scenario } from "./scenario.ts";

/** What a simulation comes to without chance and without waiting in line: the arithmetic that anybody can repeat. */
export interface Estimate {
  readonly jobs: number;
  /** On average, rounded up. */
  readonly stacksPerJob: number;
  readonly waves: number;
  /** Of processor, for one stack. */
  readonly cpuSeconds: number;
  /** From start to end of one stack that nothing gets in the way of. */
  readonly stackSeconds: number;
  /** Before and after its stacks. */
  readonly overheadSeconds: number;
  readonly jobSeconds: number;
  /** All waves, in minutes. */
  readonly minutes: number;
}

export function estimate(scenario: Scenario, world: Assumptions): Estimate {
  const { changed, cores, operation, pool, runners, subscriptions } = scenario;
  const runs = world.operations[operation];
  const jobs = jobCount(scenario);
  const stacksPerJob = Math.ceil(changed / jobs);
  const waves = Math.ceil(jobs / runners);
  const cpuSeconds = sum(runs.map((run) => run.cpuSeconds));
  const stackSeconds = cpuSeconds + sum(runs.map((run) => waitingSeconds(run, world)));
  const overheadSeconds =
    world.jobStartSeconds + subscriptions * world.jobSecondsPerStackOfFleet + world.jobEndSeconds;
  // Whichever is scarce: processors, or places in the pool.
  const work = Math.max((stacksPerJob * cpuSeconds) / cores, (stacksPerJob * stackSeconds) / pool);
  const jobSeconds = overheadSeconds + Math.max(work, stackSeconds);
  return {
    jobs,
    stacksPerJob,
    waves,
    cpuSeconds,
    stackSeconds,
    overheadSeconds,
    jobSeconds,
    minutes: (waves * jobSeconds) / 60,
  };
}

/** The round trips of a run's requests, and the time it waits for what it created. */
function waitingSeconds(run: TerraformRun, world: Assumptions): number {
  const trips = (requests: number) => Math.ceil(requests / world.requestsAtOnce);
  const reads = (run.metadata > 0 ? 1 : 0) + trips(run.tokens) + trips(run.reads);
  return reads * world.readSeconds + trips(run.writes) * world.writeSeconds + run.idleSeconds;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
