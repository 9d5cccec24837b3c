import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** The resource usage of one run. */
export interface ProcessMeasurement {
  /** Wall-clock time from start to exit, or of the part that the script itself timed. */
  readonly seconds: number;
  /** The largest resident set. */
  readonly megabytes: number;
  /** Processor time of all threads of the process. On a busy machine it is more reliable than the clock. */
  readonly cpuSeconds: number;
}

const Usage = z.object({ megabytes: z.number(), cpuSeconds: z.number() });
const USAGE_HOOK = fileURLToPath(new URL("./report-usage.js", import.meta.url));

/**
 * Runs a script in its own process.
 * @param usageFile the file to which the process writes its resource usage; deleted afterwards
 * @throws when it exits with another code than these
 */
export function measure(
  script: string,
  args: readonly string[],
  usageFile: string,
  statuses: readonly number[] = [0],
  env: Readonly<Record<string, string>> = {},
): ProcessMeasurement {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, ["--import", USAGE_HOOK, script, ...args], {
    env: { ...process.env, ...env, BENCH_USAGE_FILE: usageFile, CI: "1" },
    stdio: ["ignore", "ignore", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (status === null || !statuses.includes(status))
    throw new Error(`${script} exited with ${status}: ${stderr}`);
  const { cpuSeconds, megabytes } = Usage.parse(JSON.parse(takeText(usageFile) ?? "{}"));
  const timed = takeText(`${usageFile}.seconds`);
  return { seconds: timed === undefined ? seconds : Number(timed), cpuSeconds, megabytes };
}

function takeText(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, "utf8");
  rmSync(file);
  return text;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
