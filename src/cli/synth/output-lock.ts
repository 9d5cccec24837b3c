import { existsSync, readdirSync, rmdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { RunLock } from "../../runner/run-lock.ts";
import { commandError } from "../command-error.ts";

/**
 * Keeps other runs out of an output folder meanwhile: a second synthesis, a plan, a deployment. It is the lock that those
 * take.
 * @throws {CommandError} when another run is at work there
 */
export async function withOutputLock<Result>(
  outdir: string,
  now: Date,
  work: () => Promise<Result>,
): Promise<Result> {
  const wasThere = existsSync(outdir);
  // A file in its place is reported when the output is written.
  if (wasThere && !statSync(outdir).isDirectory()) return work();
  let lock: RunLock;
  try {
    lock = new RunLock(join(outdir, ".run.lock"), "synth", now);
  } catch (error) {
    throw commandError(error);
  }
  try {
    return await work();
  } finally {
    lock.release();
    // The lock made the folder: a run that writes nothing leaves none.
    if (!wasThere && existsSync(outdir) && readdirSync(outdir).length === 0) rmdirSync(outdir);
  }
}
