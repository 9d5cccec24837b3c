import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { stackOwner } from "../fleet/find.ts";
import type { Fleet } from "../fleet/index.ts";
import { anyGlobMatcher, inShard, parseShard } from "../fleet/selection.ts";
import { printable } from "../text/printable.ts";
import type { Output } from "./output.ts";
import {
  closeRetirement,
  RETIRED_FILE,
  type RetiredStack,
  type RetireMode,
  retiredStacks,
  retirementOf,
  writeRetirement,
} from "./retirement.ts";
import type { RunResult } from "./run-result.ts";
import { RunnerError } from "./runner-error.ts";

/** The selection and mode of retirement for stacks of subscriptions that left the fleet. */
export interface Retiring {
  /** How to retire stacks of subscriptions that are no longer in the fleet. @default - they are listed and kept */
  readonly retire?: RetireMode;
  /**
   * The maximum number of subscriptions for `destroy`: `3`, or a share of the fleet: `25%`.
   *
   * @default 10%, at least one
   */
  readonly maxRetired?: string;
  /** Globs of which at least one must match the stack. @default - all stacks */
  readonly only?: readonly string[];
  readonly shard?: string;
}

/** The fleet, undefined when it does not load, and its synthesized stacks. */
export interface Retirable {
  readonly fleet: Fleet | undefined;
  readonly output: Output;
}

/** Returns the selected stacks of subscriptions that left the fleet. Their only names are their ids. */
export function stacksThatLeft({ fleet, output }: Retirable, { only, shard }: Retiring): RetiredStack[] {
  // Without a fleet, the subscriptions that left it are unknown.
  if (fleet === undefined) return [];
  const part = shard === undefined ? undefined : parseShard(shard);
  return retiredStacks(output).filter(({ id }) => {
    if (stackOwner(fleet, id) !== undefined) return false;
    return (only === undefined || isNamed(id, only)) && (part === undefined || inShard(id, part));
  });
}

function isNamed(id: string, only: readonly string[]): boolean {
  return anyGlobMatcher(only)({ id, name: id, customer: { key: id } });
}

/**
 * Replaces each stack to plan by one that retires it.
 * @throws {RunnerError} when the fleet does not load, or the limit of destroyed subscriptions is exceeded
 */
export function planRetirements(
  from: Retirable,
  mode: RetireMode,
  options: Retiring,
): readonly RetiredStack[] {
  const fleet = loaded(from);
  const stacks = stacksThatLeft(from, options);
  refuseTooMany(stacks, fleet, options);
  for (const stack of stacks) writeRetirement(stack, mode);
  return inMode(stacks, mode);
}

/**
 * Returns the stacks to deploy: those that were planned with this mode.
 * @throws {RunnerError} as {@link planRetirements}, and when one was planned with the other mode
 */
export function plannedRetirements(
  from: Retirable,
  mode: RetireMode,
  options: Retiring,
): readonly RetiredStack[] {
  const fleet = loaded(from);
  const stacks = stacksThatLeft(from, options).filter((stack) => retirementOf(stack) !== undefined);
  const other = stacks.find((stack) => retirementOf(stack) !== mode);
  if (other !== undefined) {
    throw new RunnerError(
      "refused",
      `${other.id} was planned with --retire ${retirementOf(other)}, not ${mode}: plan it again`,
    );
  }
  refuseTooMany(stacks, fleet, options);
  return inMode(stacks, mode);
}

function loaded({ fleet }: Retirable): Fleet {
  if (fleet !== undefined) return fleet;
  throw new RunnerError(
    "refused",
    "--retire compares with the fleet, but the fleet does not load: csp-baseline check shows why",
  );
}

const DEFAULT_SHARE = 10;

/**
 * Enforces the limit: a customer's file that is missing by mistake must not remove the baseline from a large part of
 * the fleet.
 * @throws {RunnerError} when the limit is exceeded or malformed
 */
function refuseTooMany(stacks: readonly RetiredStack[], fleet: Fleet, options: Retiring): void {
  const all = fleet.subscriptions.length + stacks.length;
  const allowed = allowedOf(options.maxRetired, all);
  if (options.retire !== "destroy" || stacks.length <= allowed) return;
  const share = Math.round((stacks.length / all) * 100);
  const rule =
    options.maxRetired === undefined
      ? `the default of ${DEFAULT_SHARE} % of the fleet`
      : `--max-retired ${options.maxRetired}`;
  throw new RunnerError(
    "refused",
    `--retire destroy would remove the baseline of ${stacks.length} of ${all} subscriptions (${share} %), which is more than ${rule}. To remove all of them, add --max-retired ${stacks.length}`,
  );
}

function allowedOf(text: string | undefined, all: number): number {
  if (text === undefined) return Math.max(1, Math.floor((all * DEFAULT_SHARE) / 100));
  const [, digits = "", percent] = /^(\d{1,6})(%?)$/.exec(text) ?? [];
  const value = Number(digits);
  if (digits !== "" && percent === "") return value;
  if (digits !== "" && value <= 100) return Math.floor((all * value) / 100);
  throw new RunnerError(
    "refused",
    `--max-retired must be a number of subscriptions or a share such as 25%, got ${printable(JSON.stringify(text))}`,
  );
}

/** Forgotten resources stay in Azure, whatever the state contains. */
function inMode(stacks: readonly RetiredStack[], mode: RetireMode): readonly RetiredStack[] {
  return stacks.map((stack) => ({ ...stack, mayDestroy: mode === "destroy" }));
}

/** Deletes the kept files of stacks that a deployment retired. */
export function closeRetirements(retired: readonly RetiredStack[], result: RunResult): void {
  const done = new Set(
    result.stacks.filter(({ status }) => status === "applied" || status === "unchanged").map(({ id }) => id),
  );
  for (const stack of retired) if (done.has(stack.id)) closeRetirement(stack);
}

/**
 * Keeps the stacks of an earlier output that this one lacks, as a synthesis in the same folder does: a pipeline starts
 * with an empty folder.
 * @returns the output including them
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
