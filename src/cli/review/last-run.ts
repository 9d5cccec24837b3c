import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { appliedStacks } from "../../runner/index.ts";
import { RunResultSchema } from "../../runner/schema.ts";
import { systemCode } from "../../text/error-message.ts";
import { CommandError, EXIT } from "../exit-codes.ts";
import { isFolder } from "../files.ts";

/**
 * Returns the absolute paths of the plans that were already applied, from the journal and the `result.json` next to
 * them. A folder keeps the plans of earlier runs.
 *
 * @param named files and folders
 * @throws {CommandError} when there is a `result.json` that cannot be read
 */
export function appliedPlans(named: readonly string[]): ReadonlySet<string> {
  const applied = new Set<string>();
  const folders = new Set(named.map((path) => resolve(isFolder(path) ? path : dirname(path))));
  for (const folder of folders) {
    const run = readRun(join(folder, "result.json"));
    const deployed = run?.verb === "deploy" ? run.stacks.filter(({ status }) => status === "applied") : [];
    for (const id of [...deployed.map((stack) => stack.id), ...appliedStacks(folder)]) {
      applied.add(join(folder, `${id}.json`));
    }
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
