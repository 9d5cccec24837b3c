import { join } from "node:path";
import { type ChangedFile, changedFiles, type ImportPlan, loadWith } from "../../adopt/import/index.ts";
import type { Fleet } from "../../fleet/index.ts";
import { isGuid } from "../../text/guid.ts";
import { type Console, note } from "../console.ts";
import { CommandError, EXIT, type ExitCode } from "../exit-codes.ts";
import { writeAllWhole } from "../files.ts";
import { type FleetOptions, fleetFolder, readFleet, today } from "../fleet-input.ts";
import { showProblems, showWarnings, textsWith } from "../problems.ts";

export interface AddOptions extends FleetOptions {
  /** Shows the change without writing it. */
  readonly dryRun?: boolean;
  /** @default "human" */
  readonly format?: "human" | "json";
}

/** The type of the addition in JSON. */
export type Added =
  | { readonly customer: { readonly key: string; readonly displayName: string; readonly tenantId: string } }
  | { readonly subscription: { readonly id: string; readonly name: string; readonly customer: string } };

export interface Addition {
  readonly plan: Pick<ImportPlan, "customers" | "extensions">;
  readonly added: Added;
  /** The suggested next command. */
  readonly next: string;
}

/**
 * Adds the result of `additionTo` to the fleet's files. The fleet is loaded with the change before anything is written;
 * a change that makes it invalid is refused.
 */
export function addToFleet(
  options: AddOptions,
  console: Console,
  additionTo: (fleet: Fleet) => Addition,
): ExitCode {
  const folder = fleetFolder(options, console);
  const loaded = readFleet(options, console, "keep");
  if ("problems" in loaded) {
    showProblems(loaded.problems, console, { consequence: "nothing was written" });
    return EXIT.invalid;
  }
  const addition = additionTo(loaded.fleet);
  const { files, obstacles } = changedFiles(folder, addition.plan);
  if (obstacles.length > 0) {
    const lines = obstacles.map(({ file, message }) => `${file}: ${message}`);
    throw new CommandError(`${lines.join("\n")}\nnothing was written`, EXIT.invalid);
  }
  const merged = loadWith(folder, files, { today: today(console), expiredExceptions: "keep" });
  const textOf = textsWith(files);
  if (!merged.ok) {
    showProblems(merged.problems, console, { consequence: "nothing was written", textOf });
    return EXIT.invalid;
  }
  const changed = files.map(({ name }) => `/${name}`);
  // A new customer has no subscriptions yet.
  const warnings = merged.warnings.filter(
    ({ path, position }) => path !== "subscriptions" && changed.some((name) => position?.file.endsWith(name)),
  );
  showWarnings(warnings, console, textOf);
  if (options.dryRun !== true) {
    writeAllWhole(files.map(({ before, name, text }) => ({ path: join(folder, name), text, before })));
  }
  if (options.format === "json") console.out(addJson(addition, files, folder, options.dryRun === true));
  else show(addition, files, folder, options.dryRun === true, console);
  return EXIT.ok;
}

function show(
  { next }: Addition,
  files: readonly ChangedFile[],
  folder: string,
  dryRun: boolean,
  console: Console,
): void {
  for (const { before, line, name, text } of files) {
    console.out(before === undefined ? `${folder}/${name}: new` : `${folder}/${name}:${line}: extended`);
    if (dryRun) console.out(addedLines(before ?? "", text).join("\n"));
  }
  note(console, dryRun ? "nothing was written" : `next: ${next}`);
}

/** Returns the new lines, marked as by `diff -u`. Only lines are added, or one is changed. */
function addedLines(before: string, after: string): string[] {
  const old = new Set(before.split(/\r\n?|\n/));
  return after.split(/\r\n?|\n/).flatMap((line) => (old.has(line) ? [] : [`+${line}`]));
}

/** `csp-baseline/add/v1` */
function addJson(
  { added }: Addition,
  files: readonly ChangedFile[],
  folder: string,
  dryRun: boolean,
): string {
  const report = {
    schema: "csp-baseline/add/v1",
    dryRun,
    ...added,
    files: files.map(({ before, line, name }) => ({
      file: `${folder}/${name}`,
      line,
      new: before === undefined,
    })),
  };
  return JSON.stringify(report, undefined, 2);
}

/** @throws {CommandError} */
export function guidOf(flag: string, text: string): string {
  if (isGuid(text)) return text.toLowerCase();
  throw new CommandError(`${flag} must be a GUID, got ${JSON.stringify(text.slice(0, 60))}`, EXIT.invalid);
}
