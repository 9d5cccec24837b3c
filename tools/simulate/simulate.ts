import { shardOf } from "../../src/fleet/selection.ts";
import { ASSUMPTIONS, type Assumptions } from "./assumptions.ts";
import { Azure, type Traffic } from "./azure.ts";
import { Clock, type Process } from "./clock.ts";
import { type Job, type JobResult, type JobSurroundings, runJob } from "./job.ts";
import { type Random, seededRandom } from "./random.ts";
import { jobCount, type Scenario } from "./scenario.ts";
import type { Outcome } from "./stack-work.ts";

/** One pass over some stacks. Times in minutes. */
export interface Pass {
  readonly stacks: number;
  readonly jobs: number;
  readonly smallestJob: number;
  readonly largestJob: number;
  /** Rounds of jobs: jobs by runners, rounded up. */
  readonly waves: number;
  readonly minutes: number;
  /** Of all jobs, each rounded up as for billing. */
  readonly runnerMinutes: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly runnersLost: number;
  /** States whose lock must be removed by hand. */
  readonly locksLeft: number;
  readonly traffic: Traffic;
}

export interface Simulation {
  readonly scenario: Scenario;
  /** Before the jobs: check, synth, gate, on one runner. Minutes. */
  readonly synthMinutes: number;
  readonly first: Pass;
  /** After the jobs of a plan: the review, on one runner. Minutes. */
  readonly reviewMinutes: number;
  /** All parts, one after the other. Minutes. */
  readonly minutes: number;
  /** The pass that repeats failed and lost work; undefined when there is none. */
  readonly resume: Pass | undefined;
}

/** Simulates a pipeline over a fleet. The same scenario and assumptions give the same result. */
export function simulate(scenario: Scenario, world: Assumptions = ASSUMPTIONS): Simulation {
  const random = seededRandom(scenario.seed);
  const changed = chooseChanged(scenario, random);
  const { left, pass: first } = simulatePass(scenario, changed, world, random);
  // Assumes that lasting failures were fixed before, and that a runner is not lost twice.
  const mended = { ...world, lastingFailures: 0, runnersLostPerHour: 0 };
  const again = { ...scenario, changed: left.length };
  const resume = left.length === 0 ? undefined : simulatePass(again, left, mended, random).pass;
  const synthMinutes = (world.jobStartSeconds + scenario.subscriptions * world.synthSecondsPerStack) / 60;
  const reviewSeconds = world.jobStartSeconds + scenario.changed * world.reviewSecondsPerPlan;
  const reviewMinutes = scenario.operation === "plan" ? reviewSeconds / 60 : 0;
  const minutes = synthMinutes + first.minutes + reviewMinutes;
  return { scenario, synthMinutes, first, reviewMinutes, minutes, resume };
}

/** Returns the ids of the changed subscriptions, chosen at random from the fleet. */
function chooseChanged({ changed, subscriptions }: Scenario, random: Random): string[] {
  const chosen: string[] = [];
  for (let index = 0; index < subscriptions && chosen.length < changed; index += 1) {
    // Knuth's selection sampling: each equally likely, in one pass.
    const probability = (changed - chosen.length) / (subscriptions - index);
    if (probability >= 1 || random() < probability) chosen.push(subscriptionId(index));
  }
  return chosen;
}

function subscriptionId(index: number): string {
  return `50000000-0000-4000-8000-${index.toString(16).padStart(12, "0")}`;
}

function simulatePass(
  scenario: Scenario,
  subscriptions: readonly string[],
  world: Assumptions,
  random: Random,
): { readonly pass: Pass; readonly left: string[] } {
  const clock = new Clock();
  const azure = new Azure(clock, world);
  const outcomes: Record<Outcome, number> = { done: 0, failed: 0, lost: 0 };
  const left: string[] = [];
  const results: JobResult[] = [];
  const jobs = jobsOf(subscriptions, jobCount(scenario));
  const surroundings: JobSurroundings = {
    azure,
    clock,
    random,
    scenario,
    world,
    stackEnded: (subscription, outcome) => {
      outcomes[outcome] += 1;
      if (outcome !== "done") left.push(subscription);
    },
    jobEnded: (result) => results.push(result),
  };
  const queue = jobs.values();
  for (let runner = 0; runner < scenario.runners; runner += 1) clock.start(workOff(queue, surroundings));
  clock.run();
  const sizes = jobs.map((job) => job.subscriptions.length);
  return {
    left,
    pass: {
      stacks: subscriptions.length,
      jobs: jobs.length,
      smallestJob: Math.min(...sizes, subscriptions.length),
      largestJob: Math.max(...sizes, 0),
      waves: Math.ceil(jobs.length / scenario.runners),
      minutes: Math.max(0, ...results.map(({ endedAt }) => endedAt)) / 60,
      runnerMinutes: results.reduce((sum, { seconds }) => sum + Math.ceil(seconds / 60), 0),
      outcomes,
      runnersLost: results.filter(({ runnerLost }) => runnerLost).length,
      locksLeft: results.reduce((sum, { locksLeft }) => sum + locksLeft, 0),
      traffic: azure.traffic(),
    },
  };
}

/** Returns the jobs for the stacks, distributed as by `--shard`; a shard without a stack still needs a job. */
function jobsOf(subscriptions: readonly string[], count: number): Job[] {
  const jobs = Array.from({ length: count }, (): { subscriptions: string[] } => ({ subscriptions: [] }));
  for (const id of subscriptions) jobs[shardOf(id, count) - 1]?.subscriptions.push(id);
  return jobs;
}

/** A runner, which takes one job after the other. */
function* workOff(queue: Iterator<Job>, surroundings: JobSurroundings): Process {
  for (let next = queue.next(); next.done !== true; next = queue.next()) {
    yield* runJob(next.value, surroundings);
  }
}
