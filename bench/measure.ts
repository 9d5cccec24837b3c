import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What one run of a command took. */
export interface Measurement {
  /** Wall clock, from start to exit. */
  readonly seconds: number;
  /** The largest resident set. */
  readonly megabytes: number;
}

const USAGE_HOOK = fileURLToPath(new URL("./report-usage.js", import.meta.url));

/**
 * Runs a script in a process of its own.
 * @throws when it exits with another status than 0
 */
export function measure(script: string, args: readonly string[], usageFile: string): Measurement {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, ["--import", USAGE_HOOK, script, ...args], {
    env: { ...process.env, BENCH_USAGE_FILE: usageFile, CI: "1" },
    stdio: ["ignore", "ignore", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 0) throw new Error(`${script} exited with ${status}: ${stderr}`);
  const megabytes = Number(readFileSync(usageFile, "utf8")) / 1024;
  rmSync(usageFile);
  return { seconds, megabytes };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
