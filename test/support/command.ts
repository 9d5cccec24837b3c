import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { runKept } from "./kept-command/index.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CONDITION = process.env["CSP_BASELINE_ENGINE"] === "cdktn" ? ["-C", "cdktn"] : [];

export interface CommandResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where a command runs, and the variables that it gets in addition to PATH and HOME. */
export interface RunOptions {
  /** @default - the project's root */
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Verbs that start programs with their own input and output, or that wait for signals. */
const NEEDS_PROCESS = new Set(["sandbox", "try"]);

/**
 * Runs the compiled `csp-baseline` without a terminal and returns its output and exit code. The process is kept for
 * the next call, which is several times faster. Use {@link startedCspBaseline} for tests of the start, of the end of the
 * process, and of what depends on its command line, as the memory of synthesized stacks.
 */
export function cspBaseline(args: readonly string[], options: RunOptions = {}): CommandResult {
  if (NEEDS_PROCESS.has(args[0] ?? "")) return startedCspBaseline(args, options);
  const { cwd = ROOT, env } = options;
  return runKept({ args, cwd, env: environment(env), execArgv: CONDITION });
}

/**
 * Runs the compiled `csp-baseline` in the kept process, signed in to a new sandbox of Azure, as the child of
 * `csp-baseline sandbox --fleet FLEET --` is. It does not check the sandbox's certificate.
 */
export function cspBaselineInSandbox(
  fleet: string,
  args: readonly string[],
  { cwd = ROOT, env }: RunOptions = {},
): CommandResult {
  return runKept({ args, cwd, env: environment(env), execArgv: CONDITION, sandbox: ["--fleet", fleet] });
}

/** Runs the compiled `csp-baseline` like a user: in a process of its own, without a terminal. */
export function startedCspBaseline(args: readonly string[], options: RunOptions = {}): CommandResult {
  return node(["dist/src/cli/main.js", ...args], options);
}

/** Runs a compiled file of the project. */
export function node([script = "", ...args]: readonly string[], options: RunOptions = {}): CommandResult {
  return spawnSync(process.execPath, [...CONDITION, `${ROOT}${script}`, ...args], {
    cwd: options.cwd ?? ROOT,
    env: environment(options.env),
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
}

/** The whole environment of a command: of the tests' own only what programs need to be found. */
function environment(env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env };
}
