import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Console } from "../../src/cli/console.ts";
import { type DeployOptions, deploy } from "../../src/cli/deploy/run.ts";
import { CommandError, type ExitCode } from "../../src/cli/exit-codes.ts";
import { type PlanOptions, plan } from "../../src/cli/plan/run.ts";
import type { RunResult } from "../../src/runner/index.ts";
import { type FakeStacks, NoWaiting } from "./fake-stacks.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The result of a command and its output. */
export interface Ended {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
  /** The output of `--format json`. */
  readonly result: RunResult;
  /** The waits, in milliseconds. */
  readonly waits: readonly number[];
}

/** Runs `csp-baseline plan` in this process, without real delays. */
export function planIn(fakes: FakeStacks, options: PlanOptions = {}): Promise<Ended> {
  return run(fakes, options, plan);
}

/** Runs `csp-baseline deploy --yes` in this process, without real delays. */
export function deployIn(fakes: FakeStacks, options: DeployOptions = {}): Promise<Ended> {
  return run(fakes, { yes: true, ...options }, deploy);
}

async function run<Options extends PlanOptions>(
  fakes: FakeStacks,
  options: Options,
  verb: (options: Options, console: Console) => Promise<ExitCode>,
): Promise<Ended> {
  const out: string[] = [];
  const err: string[] = [];
  const waiting = new NoWaiting();
  const console: Console = {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    progress: () => {},
    style: (_, text) => text,
    env: fakes.env,
    now: () => new Date("2026-11-24T12:00:00Z"),
  };
  const all = {
    fleet: `${fakes.root}/fleet`,
    out: fakes.out,
    plans: fakes.plans,
    format: "json" as const,
    waiting,
    ...options,
  };
  let code: ExitCode;
  try {
    code = await verb(all, console);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    code = error.exitCode;
    err.push(error.message);
  }
  const text = out.join("\n");
  const result = text.startsWith("{") ? JSON.parse(text) : undefined;
  return { code, out: text, err: err.join("\n"), result, waits: waiting.waits };
}

/** Runs the compiled command in a separate process, to which signals can be sent. */
export class Spawned {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  err = "";
  out = "";

  /** @param limits shell commands that run before the command */
  constructor(
    fakes: FakeStacks,
    verb: "plan" | "deploy",
    options: PlanOptions & DeployOptions = {},
    limits = ":",
  ) {
    const all = { out: fakes.out, plans: fakes.plans, fleet: `${fakes.root}/fleet`, yes: true, ...options };
    const script = `
      const { ${verb} } = await import(${JSON.stringify(`${ROOT}dist/src/cli/${verb}/run.js`)});
      const { processConsole } = await import(${JSON.stringify(`${ROOT}dist/src/cli/console.js`)});
      process.exitCode = await ${verb}(${JSON.stringify(all)}, processConsole());`;
    const command = [process.execPath, "--input-type=module", "--eval", script];
    this.child = spawn("sh", ["-c", `${limits}; exec "$@"`, "sh", ...command], {
      cwd: ROOT,
      env: fakes.env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child.stdout?.on("data", (data) => {
      this.out += data;
    });
    this.child.stderr?.on("data", (data) => {
      this.err += data;
    });
    this.ended = new Promise((resolve) =>
      this.child.once("close", (code, signal) => resolve({ code, signal })),
    );
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Sends a signal to the whole process group, like a terminal. */
  ctrlC(): void {
    if (this.child.pid !== undefined) process.kill(-this.child.pid, "SIGINT");
  }
}

/** Waits until a condition is true; fails after ten seconds. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`it never came to it: ${what}`);
    await setTimeout(20);
  }
}
