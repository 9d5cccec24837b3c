import { run } from "../../../src/cli/program.ts";

export interface VerbResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `csp-baseline partner` in this process, at noon of a day. */
export async function partnerVerb(
  fleet: string,
  args: readonly string[],
  today = "2026-11-24",
): Promise<VerbResult> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(["partner", ...args, "--fleet", fleet], {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    progress: () => {},
    style: (_, text) => text,
    env: {},
    now: () => new Date(`${today}T12:00:00Z`),
  });
  return { code, out: out.join("\n"), err: err.join("\n") };
}
