import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CONDITION = process.env["CSP_BASELINE_ENGINE"] === "cdktn" ? ["-C", "cdktn"] : [];

export interface CommandResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the compiled `csp-baseline` like a user: in a separate process, without a terminal. */
export function cspBaseline(
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): CommandResult {
  return node(["dist/src/cli/main.js", ...args], options);
}

/** Runs a compiled file of the project. */
export function node(
  [script = "", ...args]: readonly string[],
  { cwd = ROOT, env = {} }: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): CommandResult {
  const inherited = { PATH: process.env["PATH"], HOME: process.env["HOME"] };
  return spawnSync(process.execPath, [...CONDITION, `${ROOT}${script}`, ...args], {
    cwd,
    env: { ...inherited, ...env },
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
}
