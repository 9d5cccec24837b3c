import { z } from "zod";
import { printable } from "../../text/printable.ts";
import { type ChildResult, runChild } from "../try/child.ts";

/** A step did not come to its end. The message is for people. */
export class StepFailure extends Error {}

type Env = Readonly<Record<string, string | undefined>>;

/** Runs a command of this very program, as a user would. */
export async function runOwn(
  args: readonly string[],
  env: Env,
  expected: readonly number[] = [0],
): Promise<ChildResult> {
  const [node, script = ""] = process.argv;
  const all = [...process.execArgv, script, ...args];
  const result = await runChild(node ?? process.execPath, all, { env });
  if (expected.includes(result.code)) return result;
  throw new StepFailure(`csp-baseline ${args[0]} ended with ${result.code}: ${errorTextOf(result)}`);
}

/** Returns the error output of a command, without its progress. */
function errorTextOf({ stderr, stdout }: ChildResult): string {
  const lines = (stderr.trim() === "" ? stdout : stderr).trim().split("\n");
  return printable(lines.slice(-6).join(" "), 900);
}

/** Parses the result of a command. @throws {StepFailure} */
export function resultOf<Schema extends z.ZodType>(
  schema: Schema,
  { stderr, stdout }: ChildResult,
): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(stdout));
  } catch {
    throw new StepFailure(`the command gave no result: ${printable(stderr.trim() || stdout, 300)}`);
  }
}

const changes = z.object({
  add: z.number(),
  change: z.number(),
  destroy: z.number(),
  import: z.number(),
  forget: z.number(),
  any: z.boolean(),
});
export const RunOutput = z.object({
  status: z.string(),
  changes,
  stacks: z.array(z.object({ id: z.string(), status: z.string(), message: z.string().optional() })),
});
export type RunOutput = z.output<typeof RunOutput>;

export const FindingsOutput = z.object({
  findings: z.array(
    z.object({ subscriptionId: z.string(), status: z.string(), control: z.string(), message: z.string() }),
  ),
});

export const EnforceOutput = z.object({
  status: z.string(),
  summary: z.object({ found: z.number(), repaired: z.number() }),
});

export const DoctorOutput = z.object({
  checks: z.array(z.object({ id: z.string(), status: z.string(), message: z.string() })),
});

export const VerifyOutput = z.object({
  complete: z.boolean(),
  missing: z.array(z.object({ operation: z.string() })),
});
