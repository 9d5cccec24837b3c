import { run } from "../../src/cli/program.ts";
import { heardConsole } from "../support/console.ts";

/** How a command ended, and what it wrote. */
export interface Heard {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in this process, on the tests' day. */
export async function inProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Heard> {
  const console = heardConsole(env, new Date("2026-11-24T12:00:00Z"));
  const status = await run(args, console);
  return { status, ...console.heard };
}
