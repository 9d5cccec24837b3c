import type { Operation } from "./assumptions.ts";

/**
 * The most jobs of one run: GitHub's limit, https://docs.github.com/actions/reference/limits. Azure Pipelines documents
 * none for `strategy: parallel`; the same is kept to.
 */
const MOST_JOBS = 256;

/** What is to be simulated. */
export interface Scenario {
  /** Of the whole fleet. */
  readonly subscriptions: number;
  /** How many of them have a stack that changed. */
  readonly changed: number;
  readonly operation: Operation;
  /** Jobs that run at the same time. */
  readonly runners: number;
  /** Stacks that a job gets, as long as the limit of jobs allows that. */
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

/** How many jobs the changed stacks are spread over. */
export function jobCount({ changed, perJob }: Scenario): number {
  return Math.min(MOST_JOBS, Math.ceil(changed / perJob));
}
