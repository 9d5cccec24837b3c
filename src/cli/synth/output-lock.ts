import { existsSync, readdirSync, rmdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { RunLock } from "../../runner/run-lock.ts";
import { commandError } from "../command-error.ts";

/**
 * Locks an output folder against other runs: a second synthesis, a plan, a deployment. All of them take this lock.
 * @throws {CommandError} when another run holds it
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
    // The lock created the folder: a run that writes nothing must leave none.
    if (!wasThere && existsSync(outdir) && readdirSync(outdir).length === 0) rmdirSync(outdir);
  }
}
