import type { Operation } from "./assumptions.ts";

/**
 * The most jobs of one run: GitHub's limit, https://docs.github.com/actions/reference/limits. Azure Pipelines documents
 * none for `strategy: parallel`; the same limit is used.
 */
const MOST_JOBS = 256;

/** The input of a simulation. */
export interface Scenario {
  /** In the whole fleet. */
  readonly subscriptions: number;
  /** The number of subscriptions with a changed stack. */
  readonly changed: number;
  readonly operation: Operation;
  /** Jobs that run at the same time. */
  readonly runners: number;
  /** Stacks of each job, as long as the limit of jobs allows it. */
  readonly perJob: number;
  /** Of a runner. */
  readonly cores: number;
  /** Stacks that a job works on at the same time: `--parallelism`. */
  readonly pool: number;
  readonly seed: number;
}

export const DEFAULT_SCENARIO: Omit<Scenario, "subscriptions" | "changed"> = {
  operation: "plan",
  runners: 20,
  perJob: 50,
  cores: 2,
  pool: 4,
  seed: 1,
};

/** Returns the number of jobs for the changed stacks. */
export function jobCount({ changed, perJob }: Scenario): number {
  return Math.min(MOST_JOBS, Math.ceil(changed / perJob));
}
