import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { RunResultSchema } from "../../runner/schema.ts";
import { systemCode } from "../../text/error-message.ts";
import { CommandError, EXIT } from "../exit-codes.ts";
import { isFolder } from "../files.ts";

/**
 * Returns the ids of the stacks whose plans were already applied, from the `result.json` next to the plans.
 *
 * @param named files and folders
 * @throws {CommandError} when there is one that cannot be read
 */
export function appliedStacks(named: readonly string[]): ReadonlySet<string> {
  const applied = new Set<string>();
  const folders = new Set(named.map((path) => (isFolder(path) ? path : dirname(path))));
  for (const folder of folders) {
    const run = readRun(join(folder, "result.json"));
    if (run?.verb !== "deploy") continue;
    for (const { id, status } of run.stacks) if (status === "applied") applied.add(id);
  }
  return applied;
}

function readRun(path: string): ReturnType<typeof RunResultSchema.parse> | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw new CommandError(
      `${path} cannot be read: pass the plan files instead of their folder`,
      EXIT.invalid,
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new CommandError(`${path} is not JSON: delete it, or run csp-baseline plan again`, EXIT.invalid);
  }
  const run = RunResultSchema.safeParse(json);
  // Another program may write a file of this name.
  return run.success ? run.data : undefined;
}
