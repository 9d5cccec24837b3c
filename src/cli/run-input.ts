import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join, resolve } from "node:path";
import { stackOwner } from "../fleet/find.ts";
import type { Fleet } from "../fleet/index.ts";
import { globMatcher, inShard } from "../fleet/selection.ts";
import {
  committedLockFile,
  findTerraform,
  type Interruption,
  type Output,
  Progress,
  readOutput,
  realWaiting,
  type StackFolder,
  type StackName,
  type Waiting,
} from "../runner/index.ts";
import { outdatedStacks } from "../synthesis/fleet-keys.ts";
import { restoreLastOutput } from "../synthesis/last-output.ts";
import { printable } from "../text/printable.ts";
import { asCommandError } from "./command-error.ts";
import { type Console, counted, note } from "./console.ts";
import { CommandError, EXIT } from "./exit-codes.ts";
import { type FleetOptions, fleetFolder, readFleet } from "./fleet-input.ts";
import { type FindingsOptions, namedById, namesNone, type Selection, stacksFound } from "./selection.ts";

/** Options of the commands that run Terraform on stacks. */
export interface RunOptions extends FleetOptions, FindingsOptions {
  /** The synthesized stacks. @default - $CDKTF_OUTDIR, or cdktf.out */
  readonly out?: string;
  /** The folder of plans, logs, the journal and the result. @default - plans, next to the output */
  readonly plans?: string;
  /** The number of concurrent stacks, 1 to 256. @default - the number of cores, at most 4 */
  readonly parallelism?: string;
  readonly resume?: boolean;
  readonly format?: "human" | "json";
  /** The clock and random numbers. @default - the machine's */
  readonly waiting?: Waiting;
}

/** The input of such a command. */
export interface RunInput {
  readonly output: Output;
  /** The path as given by the user. */
  readonly outdir: string;
  readonly plans: string;
  /** Undefined when it does not load: then stacks have only their ids as names. */
  readonly fleet: Fleet | undefined;
  nameOf(id: string): StackName | undefined;
}

/**
 * Reads the output and, for its names, the fleet; reports inconsistencies.
 * @throws {CommandError} when nothing was synthesized
 */
export function readRunInput(options: RunOptions, console: Console): RunInput {
  const outdir = options.out ?? (console.env["CDKTF_OUTDIR"] || "cdktf.out");
  // A killed synthesis may have left an incomplete output.
  asCommandError(() => restoreLastOutput(outdir));
  const output = asCommandError(() => readOutput(outdir));
  const input = readFleet(options, console);
  const fleet = "fleet" in input ? input.fleet : undefined;
  if (fleet !== undefined) warnOfDifferences(fleet, output, outdir, console);
  else warnOfInvalidFleet(options, outdir, console);
  return {
    output,
    outdir,
    plans: options.plans ?? join(dirname(outdir), "plans"),
    fleet,
    nameOf: (id) => {
      const owner = fleet && stackOwner(fleet, id);
      return owner && { name: owner.name, customer: owner.customer.key };
    },
  };
}

/** A machine that only runs Terraform may have no fleet. */
function warnOfInvalidFleet(options: RunOptions, outdir: string, console: Console): void {
  const folder = fleetFolder(options, console);
  if (!existsSync(folder)) return;
  console.err(
    `${console.style("yellow", "warning")} the fleet in ${printable(folder)} is not valid, so ${outdir} may be older than it: run csp-baseline check`,
  );
}

function warnOfDifferences(fleet: Fleet, output: Output, outdir: string, console: Console): void {
  const stacks = new Set(output.stacks.map(({ id }) => id));
  const missing = fleet.subscriptions.filter(({ id }) => !stacks.has(id));
  const warning = console.style("yellow", "warning");
  if (missing.length > 0) {
    const left = `${counted(missing.length, "subscription")} of the fleet`;
    const verb = missing.length === 1 ? "has" : "have";
    console.err(`${warning} ${left} ${verb} no stack in ${outdir}: run csp-baseline synth`);
  }
}

/**
 * Describes selected stacks that were made from an earlier fleet: a plan of them would not show the fleet's changes.
 * Undefined when there are none, and for an output that does not record its fleet.
 */
export function outdated(input: RunInput, stacks: readonly StackFolder[]): string | undefined {
  const { fleet, outdir, output } = input;
  if (fleet === undefined) return undefined;
  const selected = new Set(stacks.map(({ id }) => id));
  const older = outdatedStacks(fleet, output.folder).filter((id) => selected.has(id));
  const [first] = older;
  if (first === undefined) return undefined;
  const which = older.length === 1 ? "" : `, one of ${counted(older.length, "stack")}`;
  const how = input.nameOf(first) === undefined ? "no longer has" : "now has other values for";
  return `${outdir} is older than the fleet, which ${how} ${label(input, first)}${which}: run csp-baseline synth`;
}

/** Returns a stack's name for output: `contoso/prod`, or its id. */
export function label(input: Pick<RunInput, "nameOf">, id: string): string {
  const named = input.nameOf(id);
  return named === undefined ? id : printable(`${named.customer}/${named.name}`, 80);
}

/**
 * Returns the selected stacks.
 * @throws {CommandError} when a glob of `--only` matches none, or names are needed and the fleet does not load
 */
export function selectStacks(input: RunInput, selection: Selection): readonly StackFolder[] {
  const selected = stackFilter(input, selection);
  return input.output.stacks.filter(({ id }) => selected(id));
}

/** Returns whether a stack's id is selected, including ids that are not in the fleet. */
export function stackFilter(input: RunInput, { found, only, shard }: Selection): (id: string) => boolean {
  const named = only === undefined ? undefined : namedBy(only, input);
  const open = found === undefined ? undefined : stacksFound(loadedFleet(input, "--findings"), found);
  // As in synthesis, a tenant's stack is in the same shard as the subscription that it belongs to.
  const home = new Map(input.fleet?.tenants.map(({ id, subscription }) => [id, subscription.id]));
  const inPart = (id: string) => shard === undefined || inShard(home.get(id) ?? id, shard);
  return (id) => (named?.has(id) ?? true) && (open?.has(id) ?? true) && inPart(id);
}

function namedBy(globs: readonly string[], input: RunInput): ReadonlySet<string> {
  const named = new Set<string>();
  for (const glob of globs) for (const id of namedByOne(glob, input)) named.add(id);
  return named;
}

function namedByOne(glob: string, input: RunInput): readonly string[] {
  const { output } = input;
  const exact = output.stacks.filter(({ id }) => id === glob.toLowerCase());
  if (exact.length > 0) return exact.map(({ id }) => id);
  const fleet = loadedFleet(input, `--only ${printable(JSON.stringify(glob))}`);
  const named = [...fleet.subscriptions, ...fleet.tenants].filter(globMatcher(glob));
  // A stack that left the fleet has an id but no name.
  const left = output.leftovers.some((id) => namedById([glob], id));
  if (named.length === 0 && !left) throw namesNone(fleet, glob);
  return named.map(({ id }) => id);
}

function loadedFleet({ fleet }: RunInput, option: string): Fleet {
  if (fleet !== undefined) return fleet;
  throw new CommandError(
    `${option} needs the fleet's names, and the fleet does not load: run csp-baseline check`,
    EXIT.invalid,
  );
}

/** The input of the runner besides the stacks. */
export function runnerSettings(
  input: RunInput,
  options: RunOptions,
  interruption: Interruption,
  console: Console,
) {
  const { output } = input;
  const waiting = options.waiting ?? realWaiting();
  const lockFile = committedLockFile(output.folder);
  return {
    output,
    plans: resolve(input.plans),
    terraform: asCommandError(() => findTerraform(console.env)),
    ...(lockFile === undefined ? {} : { lockFile }),
    parallelism: parallelismOf(options),
    resume: options.resume === true,
    waiting,
    interruption,
    progress: new Progress(screenOf(console), waiting.now, (id) => label(input, id)),
    nameOf: input.nameOf,
  };
}

function parallelismOf({ parallelism }: RunOptions): number {
  if (parallelism === undefined) return Math.min(4, availableParallelism());
  const value = /^\d{1,3}$/.test(parallelism) ? Number(parallelism) : 0;
  if (value >= 1 && value <= 256) return value;
  const found = printable(JSON.stringify(parallelism));
  throw new CommandError(`--parallelism must be a number from 1 to 256, got ${found}`, EXIT.invalid);
}

function screenOf(console: Console) {
  const { stderr } = process;
  const live = Boolean(stderr.isTTY) && !console.env["CI"] && console.env["TERM"] !== "dumb";
  return {
    write: live
      ? (text: string) => void (console.quiet === true || stderr.write(text))
      : (text: string) => note(console, text.replace(/\n$/, "")),
    live,
    columns: () => stderr.columns || 80,
    style: (style: "red" | "yellow" | "green" | "dim", text: string) => console.style(style, text),
  };
}
