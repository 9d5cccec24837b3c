import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readPlanText } from "../../review/plan-file.ts";
import { publishedPlan, publishedRecord } from "../../review/published-plan.ts";
import type { ReviewedPlan, ReviewedPlans, StackFolder } from "../../runner/index.ts";
import { type Console, counted } from "../console.ts";
import { CommandError, EXIT } from "../exit-codes.ts";

/**
 * Returns the plans that `plan --publish` wrote. Each is read when it is needed, because the plans of a large fleet do
 * not fit into memory.
 * @param stacks the stacks to deploy
 * @param known all synthesized stacks
 * @throws {CommandError} when there are no plans, or none of these stacks
 */
export function readReviewed(
  folder: string,
  stacks: readonly StackFolder[],
  known: readonly StackFolder[],
  console: Console,
): ReviewedPlans {
  const paths = new Map(stacks.map(({ id }) => [id, join(folder, `${id}.json`)]));
  const missing = [...paths].filter(([, path]) => !existsSync(path));
  for (const [id] of missing) paths.delete(id);
  // A part of the fleet may have no plans; a folder without any plan is the wrong folder.
  if (paths.size === 0) refuseOtherPlans(folder, known);
  if (missing.length > 0)
    console.err(`${counted(missing.length, "stack")} without a reviewed plan: not deployed`);
  return {
    of: (stack) => {
      const path = paths.get(stack);
      return path === undefined ? undefined : readPublished(path);
    },
    masked: (json) => publishedPlan(json),
  };
}

function refuseOtherPlans(folder: string, known: readonly StackFolder[]): void {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
  if (names.length === 0) {
    throw new CommandError(`there are no plans in ${folder}: run csp-baseline plan --publish`, EXIT.invalid);
  }
  const ids = new Set(known.map(({ id }) => `${id}.json`));
  if (names.some((name) => ids.has(name))) return;
  throw new CommandError(
    `none of the ${counted(names.length, "plan")} in ${folder} belongs to a stack that was synthesized here: they are of another fleet`,
    EXIT.invalid,
  );
}

function readPublished(path: string): ReviewedPlan {
  const file = readPlanText(path);
  if ("message" in file) throw new CommandError(`${path}: ${file.message}`, EXIT.invalid);
  const record = publishedRecord(file.text);
  if (record === undefined) {
    throw new CommandError(
      `${path} is not a complete output of csp-baseline plan --publish: fetch it again, or plan again`,
      EXIT.invalid,
    );
  }
  return { json: file.text, stackHash: record.stack_hash, changes: record.changes };
}
