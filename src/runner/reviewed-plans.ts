import { join } from "node:path";
import { readHistory } from "./journal.ts";
import type { Changes } from "./plan-changes.ts";
import { planFiles } from "./stack-files.ts";

/** The plan of a stack that was made and reviewed elsewhere. */
export interface ReviewedPlan {
  /** The output of `terraform show -json`, without secrets. */
  readonly json: string;
  /** The hash of the planned stack. */
  readonly stackHash: string;
  readonly changes: Changes;
}

/** Plans without their plan files, as a pipeline keeps them between jobs. */
export interface ReviewedPlans {
  /** Returns the plan of a stack; undefined when there is none. */
  of(stack: string): ReviewedPlan | undefined;
  /**
   * Removes the secrets of another plan in JSON in the same way, for comparison.
   * @returns undefined when it is not a plan
   */
  masked(json: string): string | undefined;
}

/** A finished plan in the folder of plans. */
export interface PlannedStack extends Omit<ReviewedPlan, "json"> {
  /** The path of the plan's JSON. */
  readonly json: string;
}

/** Returns the finished plans of the journal in the folder of plans, by the ids of their stacks. */
export function plannedStacks(plans: string): ReadonlyMap<string, PlannedStack> {
  const { stacks } = readHistory(join(plans, "run.jsonl"));
  return new Map(
    [...stacks].flatMap(([id, { planned }]) => {
      if (planned === undefined) return [];
      const { changes, stackHash } = planned;
      return [[id, { changes, stackHash, json: planFiles(plans, id).json }]];
    }),
  );
}
