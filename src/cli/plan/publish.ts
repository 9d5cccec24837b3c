import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { publishedPlan } from "../../review/published-plan.ts";
import { plannedStacks, type RunResult } from "../../runner/index.ts";
import { type Console, counted, note } from "../console.ts";
import { CommandError, EXIT } from "../exit-codes.ts";
import { writeWhole } from "../files.ts";

/** Writes the plans of a run without their secrets, one file each. @throws {CommandError} when one cannot be written */
export function publishPlans(result: RunResult, plans: string, folder: string, console: Console): void {
  const planned = plannedStacks(plans);
  mkdirSync(folder, { recursive: true });
  let published = 0;
  for (const { id, status } of result.stacks) {
    const plan = planned.get(id);
    const target = join(folder, `${id}.json`);
    if (plan === undefined || (status !== "planned" && status !== "unchanged")) {
      // A plan of an earlier run must not be mistaken for one of this run.
      rmSync(target, { force: true });
      continue;
    }
    const { changes, json, stackHash } = plan;
    const text = publishedPlan(readFileSync(json, "utf8"), { stack_hash: stackHash, changes });
    if (text === undefined) throw new CommandError(`${json} is not a plan in JSON`, EXIT.outside);
    writeWhole(target, text);
    published += 1;
  }
  note(console, `${counted(published, "plan")} without secrets in ${folder}`);
}
