import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Fleet } from "../../fleet/index.ts";
import { globMatcher, inShard, parseShard } from "../../fleet/selection.ts";
import {
  closeRetirement,
  type Output,
  printable,
  RETIRED_FILE,
  type RetiredStack,
  type RetireMode,
  type RunResult,
  retiredStacks,
  retirementOf,
  writeRetirement,
} from "../../runner/index.ts";
import { type Console, counted } from "../console.ts";
import { CommandError, EXIT } from "../exit-codes.ts";
import { asCommandError, type RunInput, type RunOptions, stackOwner } from "../run-input.ts";

export interface RetireOptions extends RunOptions {
  /** What to do with stacks of subscriptions that are no longer in the fleet. @default they are named, and left */
  readonly retire?: RetireMode;
  /** How many subscriptions `destroy` may take: `3`, or a share of the fleet: `25%`. @default 10%, and one at least */
  readonly maxRetired?: string;
}

/** Stacks of subscriptions that left the fleet and that the selection leaves; by their ids only, names they have none. */
function candidates({ fleet, output }: RunInput, { only, shard }: RetireOptions): RetiredStack[] {
  // Without a fleet nobody can say who left it.
  if (fleet === undefined) return [];
  const part = shard === undefined ? undefined : parseShard(shard);
  return retiredStacks(output).filter(({ id }) => {
    if (stackOwner(fleet, id) !== undefined) return false;
    return (only === undefined || isNamed(id, only)) && (part === undefined || inShard(id, part));
  });
}

function isNamed(id: string, only: string): boolean {
  return globMatcher(only)({ id, name: id, customer: { key: id } });
}

/** The retired stacks to plan: none, and a word on them, unless `--retire` says what to do. */
export function retirementsToPlan(
  input: RunInput,
  options: RetireOptions,
  console: Console,
): readonly RetiredStack[] {
  const stacks = candidates(input, options);
  const mode = options.retire;
  if (mode === undefined) {
    sayRetired(stacks, console);
    return [];
  }
  if (input.fleet === undefined) throw noFleet();
  refuseTooMany(stacks, input.fleet, options);
  asCommandError(() => {
    for (const stack of stacks) writeRetirement(stack, mode);
  });
  if (stacks.length === 0) console.err("--retire: no stack of a subscription that left the fleet");
  return inMode(stacks, mode);
}

/**
 * The retired stacks to deploy: those that were planned in this way.
 * @throws {CommandError} when one was planned in the other
 */
export function retirementsToDeploy(
  input: RunInput,
  options: RetireOptions & { readonly autoPlan?: boolean },
  console: Console,
): readonly RetiredStack[] {
  if (options.autoPlan === true || options.retire === undefined)
    return retirementsToPlan(input, options, console);
  if (input.fleet === undefined) throw noFleet();
  const stacks = candidates(input, options).filter((stack) => retirementOf(stack) !== undefined);
  const other = stacks.find((stack) => retirementOf(stack) !== options.retire);
  if (other !== undefined) {
    throw new CommandError(
      `${other.id} was planned with --retire ${retirementOf(other)}, not ${options.retire}: plan it again`,
      EXIT.invalid,
    );
  }
  refuseTooMany(stacks, input.fleet, options);
  return inMode(stacks, options.retire);
}

const DEFAULT_SHARE = 10;

/**
 * The brake: a customer's file that is missing by mistake must not take the baseline from a large part of the fleet.
 * @throws {CommandError} when more would be destroyed than is allowed, and when what is allowed is malformed
 */
function refuseTooMany(stacks: readonly RetiredStack[], fleet: Fleet, options: RetireOptions): void {
  const all = fleet.subscriptions.length + stacks.length;
  const allowed = allowedOf(options.maxRetired, all);
  if (options.retire !== "destroy" || stacks.length <= allowed) return;
  const share = Math.round((stacks.length / all) * 100);
  const rule =
    options.maxRetired === undefined
      ? `${DEFAULT_SHARE} % of the fleet without being told`
      : `--max-retired ${options.maxRetired}`;
  throw new CommandError(
    `--retire destroy would take the baseline from ${stacks.length} of ${all} subscriptions (${share} %), which is more than ${rule}. If all of them are to lose it, add --max-retired ${stacks.length}`,
    EXIT.invalid,
  );
}

function allowedOf(text: string | undefined, all: number): number {
  if (text === undefined) return Math.max(1, Math.floor((all * DEFAULT_SHARE) / 100));
  const [, digits = "", percent] = /^(\d{1,6})(%?)$/.exec(text) ?? [];
  const value = Number(digits);
  if (digits !== "" && percent === "") return value;
  if (digits !== "" && value <= 100) return Math.floor((all * value) / 100);
  throw new CommandError(
    `--max-retired must be a number of subscriptions or a share such as 25%, got ${printable(JSON.stringify(text))}`,
    EXIT.invalid,
  );
}

/** What is let go of stays in Azure, whatever its state holds. */
function inMode(stacks: readonly RetiredStack[], mode: RetireMode): readonly RetiredStack[] {
  return stacks.map((stack) => ({ ...stack, mayDestroy: mode === "destroy" }));
}

/** Lets go of what was kept of the stacks that a deployment retired. */
export function closeRetirements(retired: readonly RetiredStack[], result: RunResult): void {
  const done = new Set(
    result.stacks.filter(({ status }) => status === "applied" || status === "unchanged").map(({ id }) => id),
  );
  for (const stack of retired) if (done.has(stack.id)) closeRetirement(stack);
}

/** The input with retired stacks among those that there are. */
export function withRetired(input: RunInput, retired: readonly RetiredStack[]): RunInput {
  if (retired.length === 0) return input;
  return { ...input, output: { ...input.output, stacks: [...input.output.stacks, ...retired] } };
}

/**
 * Keeps the stacks of an earlier output that this one has not, as synthesis in the same folder would have: a pipeline
 * begins with an empty one.
 * @returns the output with them
 */
export function keepRemoved(removed: readonly string[], earlier: Output, output: Output): Output {
  const kept = removed.filter((id) => {
    const before = earlier.stacks.find((stack) => stack.id === id);
    if (before === undefined || !existsSync(before.file)) return false;
    const folder = join(output.folder, "stacks", id);
    const target = join(folder, RETIRED_FILE);
    if (!existsSync(target)) {
      mkdirSync(folder, { recursive: true });
      copyFileSync(before.file, target);
    }
    return true;
  });
  return { ...output, leftovers: [...new Set([...output.leftovers, ...kept])].sort() };
}

/** Names of subscriptions that left the fleet, where an earlier fleet has them. */
export function withEarlierNames(input: RunInput, earlier: Fleet | undefined): RunInput {
  if (earlier === undefined) return input;
  return {
    ...input,
    nameOf: (id) => {
      const was = stackOwner(earlier, id);
      return input.nameOf(id) ?? (was && { name: was.name, customer: was.customer.key });
    },
  };
}

const NAMED = 10;

function sayRetired(stacks: readonly RetiredStack[], console: Console): void {
  if (stacks.length === 0) return;
  const some = stacks.slice(0, NAMED).map(({ id }) => printable(id));
  const more = stacks.length > NAMED ? `, and ${stacks.length - NAMED} more` : "";
  console.err(
    `${console.style("yellow", "warning")} ${counted(stacks.length, "subscription")} left the fleet; what is deployed stays as it is: ${some.join(", ")}${more}`,
  );
  console.err(
    "  --retire destroy plans to remove its baseline from Azure, --retire forget to leave it there unmanaged",
  );
}

function noFleet(): CommandError {
  return new CommandError(
    "--retire needs the fleet, to know who left it, and the fleet does not load: csp-baseline check says why",
    EXIT.invalid,
  );
}
