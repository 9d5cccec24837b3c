import { realpathSync } from "node:fs";
import { availableParallelism } from "node:os";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { z } from "zod";
import { loadFleet } from "../controls/load-fleet.ts";
import { CalendarDate } from "../fleet/calendar.ts";
import type { Fleet } from "../fleet/index.ts";
import type { BuildStack } from "./build-stacks.ts";
import { type PartResult, synthesizePart } from "./part.ts";

const Task = z.strictObject({
  cspBaselineTask: z.literal("synthesize"),
  fleet: z.string(),
  staging: z.string(),
  today: CalendarDate,
  ids: z.array(z.string()),
});
type Task = z.infer<typeof Task>;

/** The smallest number of stacks for a thread: fewer are built sooner than a worker starts. */
const FEWEST_FOR_A_THREAD = 400;
/** Each thread needs some 100 MB. */
const MOST_THREADS = 8;
/** The number of results in one message. */
const BATCH = 64;

/** Returns the number of threads for so many stacks, this one included. */
export function threadsFor(stacks: number): number {
  return Math.max(
    1,
    Math.min(MOST_THREADS, availableParallelism(), Math.floor(stacks / FEWEST_FOR_A_THREAD)),
  );
}

/** Splits a list into so many parts of about the same length. */
export function partsOf<Item>(items: readonly Item[], parts: number): Item[][] {
  const size = Math.ceil(items.length / parts);
  return Array.from({ length: parts }, (_, index) => items.slice(index * size, (index + 1) * size));
}

/**
 * Synthesizes some stacks in a worker. The worker runs this program again (`process.argv[1]`, the CDKTF app with its
 * builder) and receives its part through {@link workerTask}.
 *
 * @param onResult called for every subscription
 * @throws when the worker fails
 */
export function synthesizeInWorker(
  task: Omit<Task, "cspBaselineTask">,
  onResult: (result: PartResult) => void,
): Promise<void> {
  return runWorker({ ...task, cspBaselineTask: "synthesize" }, onResult);
}

function runWorker(task: Task, onResult: (result: PartResult) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(realpathSync(process.argv[1] ?? ""), {
      argv: ["synth"],
      workerData: task,
      // Objects of a stack are short-lived: a small nursery keeps a worker near 100 MB.
      resourceLimits: { maxYoungGenerationSizeMb: 16 },
    });
    let left = task.ids.length;
    worker.on("message", (results: PartResult[]) => {
      left -= results.length;
      for (const result of results) onResult(result);
    });
    worker.on("error", reject);
    worker.on("exit", () => {
      if (left === 0) resolve();
      else reject(new Error(`a worker ended with ${left} stacks left to build`));
    });
  });
}

/** Returns the part that this thread must synthesize, if it is a worker of this program. */
export function workerTask(): Task | undefined {
  return isMainThread ? undefined : Task.safeParse(workerData).data;
}

/** Synthesizes a worker's part and sends the results. */
export function runWorkerTask(task: Task, build: BuildStack): void {
  const result = loadFleet(task.fleet, { today: task.today });
  if (!result.ok) throw new Error("the fleet changed while it was synthesized");
  let batch: PartResult[] = [];
  const flush = () => {
    parentPort?.postMessage(batch);
    batch = [];
  };
  for (const part of synthesizePart(result.fleet, chosen(result.fleet, task.ids), { ...task, build })) {
    batch.push(part);
    if (batch.length === BATCH) flush();
  }
  flush();
}

function chosen(fleet: Fleet, ids: readonly string[]) {
  return ids.flatMap((id) => fleet.subscription(id) ?? []);
}
