import { statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readHistory } from "./journal.ts";
import { readRegularFile } from "./output.ts";
import { printable } from "./runner-error.ts";

/** What is read of `result.json`. */
const PlanRun = z.object({
  schema: z.literal("csp-baseline/run/v1"),
  verb: z.literal("plan"),
  stacks: z.array(z.object({ id: z.string(), status: z.string(), message: z.string().optional() })),
});

/**
 * The stacks of which the runs recorded in a folder of plans made no plan, with the reason, by their ids. What a run left out
 * is known from `result.json` as long as no deployment replaced that; what failed is in the journal as well.
 */
export function unplannedStacks(plans: string): ReadonlyMap<string, string> {
  const unplanned = new Map<string, string>();
  for (const { id, message, status } of planRun(join(plans, "result.json"))) {
    if (status === "planned" || status === "unchanged") continue;
    unplanned.set(id, `its plan is ${status}${message === undefined ? "" : `: ${message}`}`);
  }
  for (const [id, history] of readHistory(join(plans, "run.jsonl")).stacks) {
    if (history.unplanned !== undefined) unplanned.set(id, history.unplanned);
    else if (history.planned !== undefined) unplanned.delete(id);
  }
  return new Map([...unplanned].map(([id, why]) => [id, printable(why, 500)]));
}

function planRun(path: string): z.infer<typeof PlanRun>["stacks"] {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return [];
  try {
    return PlanRun.parse(JSON.parse(readRegularFile(path, "it is gone").toString("utf8"))).stacks;
  } catch {
    // Of a deployment, or of another program.
    return [];
  }
}
