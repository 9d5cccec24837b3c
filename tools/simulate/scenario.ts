import type { Operation } from "./assumptions.ts";

/** Engines that run jobs, with the most jobs that one run may have. */
export const ENGINES = {
  /** https://docs.github.com/actions/reference/limits */
  github: 256,
  /** Azure Pipelines documents no limit for `strategy: parallel`; the same is kept to. */
  "azure-pipelines": 256,
} as const;
export type EngineName = keyof typeof ENGINES;

/** What is to be simulated. */
export interface Scenario {
  /** Of the whole fleet. */
  readonly subscriptions: number;
  /** How many of them have a stack that changed. */
  readonly changed: number;
  readonly operation: Operation;
  readonly engine: EngineName;
  /** Jobs that run at the same time. */
  readonly runners: number;
  /** Stacks that a job gets, as long as the engine's limit of jobs allows that. */
  readonly perJob: number;
  /** Of a runner. */
  readonly cores: number;
  /** Stacks that a job works on at the same time: `--parallelism`. */
  readonly pool: number;
  readonly seed: number;
}

export const DEFAULT_SCENARIO: Omit<Scenario, "subscriptions" | "changed"> = {
  operation: "plan",
  engine: "github",
  runners: 20,
  perJob: 50,
  cores: 2,
  pool: 4,
  seed: 1,
};

/** How many jobs the changed stacks are spread over. */
export function jobCount({ changed, engine, perJob }: Scenario): number {
  return Math.min(ENGINES[engine], Math.ceil(changed / perJob));
}
