import type { Clock, Handle, Process } from "./clock.ts";
import { Cores, Latch } from "./gates.ts";
import { exponential } from "./random.ts";
import type { Scenario } from "./scenario.ts";
import { type Outcome, type Surroundings, workOnStack } from "./stack-work.ts";

export interface Job {
  readonly subscriptions: readonly string[];
}

export interface JobResult {
  /** The time from the job's start until the runner is free again. */
  readonly seconds: number;
  /** The end, from the start of the first job. Seconds. */
  readonly endedAt: number;
  readonly runnerLost: boolean;
  /** The number of interrupted applies, whose state stays locked. */
  readonly locksLeft: number;
}

/** The common input of all jobs of a simulation. */
export interface JobSurroundings extends Omit<Surroundings, "cores"> {
  readonly clock: Clock;
  readonly scenario: Scenario;
  readonly stackEnded: (subscription: string, outcome: Outcome) => void;
  readonly jobEnded: (result: JobResult) => void;
}

/**
 * Runs one job on one runner: it starts, works through its stacks a few at a time, and ends. It may be lost at any time
 * with its plans; its deployments stay.
 */
export function* runJob(job: Job, surroundings: JobSurroundings): Process {
  const { clock, jobEnded, random, scenario, stackEnded, world } = surroundings;
  const started = clock.now;
  const over = new Latch();
  const lifetime = Math.min(world.jobLimitSeconds, exponential(world.runnersLostPerHour / 3600, random));
  const work = new JobWork(job, surroundings, () => over.open());
  let runnerLost = false;
  const starting = clock.start(work.start());
  const death = clock.start(
    (function* () {
      yield lifetime;
      runnerLost = true;
      over.open();
    })(),
  );
  yield over;
  death.stop();
  starting.stop();
  const locksLeft = work.stop();
  const keeps = scenario.operation !== "plan";
  for (const subscription of job.subscriptions) {
    const outcome = work.outcomes.get(subscription);
    // A plan that was not uploaded is lost.
    stackEnded(subscription, outcome === undefined || (runnerLost && !keeps) ? "lost" : outcome);
  }
  jobEnded({ seconds: clock.now - started, endedAt: clock.now, runnerLost, locksLeft });
}

/** The stacks of a job, with as many at a time as its pool allows. */
class JobWork {
  readonly outcomes = new Map<string, Outcome>();
  readonly #job: Job;
  readonly #surroundings: JobSurroundings;
  readonly #finished: () => void;
  readonly #cores: Cores;
  readonly #lanes: Handle[] = [];
  #next = 0;
  #lanesLeft: number;
  #atWork = 0;

  constructor(job: Job, surroundings: JobSurroundings, finished: () => void) {
    this.#job = job;
    this.#surroundings = surroundings;
    this.#finished = finished;
    this.#cores = new Cores(surroundings.scenario.cores);
    this.#lanesLeft = Math.min(surroundings.scenario.pool, job.subscriptions.length);
  }

  *start(): Process {
    const { clock, scenario, world } = this.#surroundings;
    yield world.jobStartSeconds + scenario.subscriptions * world.jobSecondsPerStackOfFleet;
    const lanes = this.#lanesLeft;
    for (let lane = 0; lane < lanes; lane += 1) this.#lanes.push(clock.start(this.#lane()));
    if (lanes > 0) return;
    yield world.jobEndSeconds;
    this.#finished();
  }

  /** Stops all running work. @returns the number of interrupted deployments */
  stop(): number {
    for (const lane of this.#lanes) lane.stop();
    return this.#surroundings.scenario.operation === "plan" ? 0 : this.#atWork;
  }

  *#lane(): Process {
    const { scenario, world } = this.#surroundings;
    const runs = world.operations[scenario.operation];
    for (;;) {
      const subscription = this.#job.subscriptions[this.#next];
      if (subscription === undefined) break;
      this.#next += 1;
      this.#atWork += 1;
      const ended = (outcome: Outcome) => this.outcomes.set(subscription, outcome);
      yield* workOnStack({ subscription, runs, ended }, { ...this.#surroundings, cores: this.#cores });
      this.#atWork -= 1;
    }
    this.#lanesLeft -= 1;
    if (this.#lanesLeft > 0) return;
    yield world.jobEndSeconds;
    this.#finished();
  }
}
