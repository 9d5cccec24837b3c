import type { Assumptions, TerraformRun } from "./assumptions.ts";
import { jobCount, type Scenario } from "./scenario.ts";

/** The result of a simulation without random events and queues: simple arithmetic to check the simulation. */
export interface Estimate {
  readonly jobs: number;
  /** On average, rounded up. */
  readonly stacksPerJob: number;
  readonly waves: number;
  /** Of processor, for one stack. */
  readonly cpuSeconds: number;
  /** From start to end of one stack without any wait. */
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
  // The scarcer resource: processors, or places in the pool.
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

/** Returns the round trips of a run's requests, and the time that it waits for created resources. */
function waitingSeconds(run: TerraformRun, world: Assumptions): number {
  const trips = (requests: number) => Math.ceil(requests / world.requestsAtOnce);
  const reads = (run.metadata > 0 ? 1 : 0) + trips(run.tokens) + trips(run.reads);
  return reads * world.readSeconds + trips(run.writes) * world.writeSeconds + run.idleSeconds;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
