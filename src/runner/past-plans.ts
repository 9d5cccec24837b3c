import { statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { printable } from "../text/printable.ts";
import { readHistory } from "./journal.ts";
import { readRegularFile } from "./stack-hash.ts";

/** The members of `result.json` that are read. */
const PlanRun = z.object({
  schema: z.literal("csp-baseline/run/v1"),
  verb: z.literal("plan"),
  stacks: z.array(z.object({ id: z.string(), status: z.string(), message: z.string().optional() })),
});

/**
 * Returns the stacks that the runs in a folder of plans did not plan, with the reason, by id. Stacks that a run omitted
 * are in `result.json` until a deployment replaces it; failures are also in the journal.
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

/**
 * Returns the ids of the stacks whose last plan in a folder of plans was applied, according to its journal. A plan file
 * that was written after the apply is another plan, which the journal does not describe.
 */
export function appliedStacks(plans: string): readonly string[] {
  const { stacks } = readHistory(join(plans, "run.jsonl"));
  return [...stacks].flatMap(([id, { apply }]) => {
    if (apply?.state !== "applied") return [];
    const written = statSync(join(plans, `${id}.json`), { throwIfNoEntry: false })?.mtimeMs;
    return written !== undefined && written <= Date.parse(apply.at) ? [id] : [];
  });
}

function planRun(path: string): z.infer<typeof PlanRun>["stacks"] {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return [];
  try {
    return PlanRun.parse(JSON.parse(readRegularFile(path, "it is missing").toString("utf8"))).stacks;
  } catch {
    // The file belongs to a deployment or to another program.
    return [];
  }
}
