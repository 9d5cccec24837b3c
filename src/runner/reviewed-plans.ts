import { join } from "node:path";
import { readHistory } from "./journal.ts";
import type { Changes } from "./plan-changes.ts";
import { planFiles } from "./stack-files.ts";

/** The plan of a stack that was made and reviewed elsewhere. */
export interface ReviewedPlan {
  /** As `terraform show -json` has it, without secrets. */
  readonly json: string;
  /** Of the stack that it was made of. */
  readonly stackHash: string;
  readonly changes: Changes;
}

/** Plans without their plan files, as a pipeline keeps them between jobs. */
export interface ReviewedPlans {
  /** The plan of a stack; undefined when there is none. */
  of(stack: string): ReviewedPlan | undefined;
  /**
   * Another plan in JSON with its secrets taken out in the same way, to be compared.
   * @returns undefined when it is no plan
   */
  masked(json: string): string | undefined;
}

/** A finished plan in the folder of plans. */
export interface PlannedStack extends Omit<ReviewedPlan, "json"> {
  /** The path of what `terraform show -json` made of it. */
  readonly json: string;
}

/** The finished plans that the journal in the folder of plans has, by the ids of their stacks. */
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
