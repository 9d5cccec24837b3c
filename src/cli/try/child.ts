import { spawn } from "node:child_process";
import { constants } from "node:os";

/** The result of a child process, and its output. */
export interface ChildResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The kept part of each stream, in UTF-16 units: the end. */
const KEPT = 20_000_000;

/**
 * Runs a program to its end. Signals to this process are not forwarded: on a terminal the program receives them too.
 * @param timeout milliseconds, after which it is interrupted
 * @default - none
 * @throws when it cannot be started
 */
export function runChild(
  program: string,
  args: readonly string[],
  options: {
    readonly cwd?: string;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly timeout?: number;
  },
): Promise<ChildResult> {
  const { timeout, ...others } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...others,
      stdio: ["ignore", "pipe", "pipe"],
      ...(timeout === undefined ? {} : { timeout, killSignal: "SIGINT" }),
    });
    const texts = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        texts[name] = (texts[name] + text).slice(-KEPT);
      });
    }
    child.once("error", reject);
    child.once("close", (code, signal) =>
      resolve({ code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]), ...texts }),
    );
  });
}
