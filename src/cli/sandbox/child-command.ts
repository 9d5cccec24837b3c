import { spawn } from "node:child_process";
import { constants } from "node:os";
import { CommandError, EXIT } from "../exit-codes.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Returns the program and the arguments of a command. `csp-baseline` means the running program, however a shell found
 * it: as an alias, with `npx`, or as an app with its own constructs.
 */
export function resolved([program = "", ...args]: readonly string[]): readonly [string, readonly string[]] {
  const [, script] = process.argv;
  if (program !== "csp-baseline" || script === undefined) return [program, args];
  return [process.execPath, [...process.execArgv, script, ...args]];
}

/**
 * Runs a program on this terminal and waits for its end. Signals do not end the wait: the program decides when to end.
 * @returns its exit code; 128 plus the signal's number when a signal ended it, as in a shell
 * @throws {CommandError} when it cannot be started
 */
export async function runInside(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const child = spawn(program, args, { env, stdio: "inherit" });
  const forward = (signal: NodeJS.Signals) => {
    // Ctrl-C on a terminal also reaches the child, and a second one would make Terraform stop at once.
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, forward);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once("error", (error) => reject(cannotRun(program, error)));
      child.once("exit", (code, signal) =>
        resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
      );
    });
  } finally {
    for (const signal of SIGNALS) process.off(signal, forward);
  }
}

/** Waits until this process receives a signal to end. */
export async function untilStopped(): Promise<void> {
  await new Promise<void>((resolve) => {
    const stop = () => {
      for (const signal of SIGNALS) process.off(signal, stop);
      resolve();
    };
    for (const signal of SIGNALS) process.on(signal, stop);
  });
}

function cannotRun(program: string, error: NodeJS.ErrnoException): CommandError {
  const why = error.code === "ENOENT" ? "the program was not found" : error.message;
  return new CommandError(`cannot run ${JSON.stringify(program)}: ${why}`, EXIT.outside);
}
