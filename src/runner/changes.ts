import type { Output, StackFolder } from "./output.ts";
import { stackHash } from "./stack-hash.ts";

/** The reason to review a stack. `code`: files that affect all stacks changed. */
export type ChangeReason = "new" | "changed" | "removed" | "code";

export interface StackChange {
  readonly id: string;
  readonly reason: ChangeReason;
}

/** The output of `plan --list`, for a pipeline's matrix. A public format. */
export interface ChangedList {
  readonly schema: "csp-baseline/changed/v1";
  /** The base of the comparison. */
  readonly since: string;
  /** Why all stacks count as changed. */
  readonly because?: string;
  readonly changed: readonly (StackChange & {
    /** The name in the fleet, current or earlier; null where the fleet has none. */
    readonly name: string | null;
    readonly customer: string | null;
  })[];
  readonly count: number;
}

/**
 * Returns the stacks that differ between two outputs, sorted by id. Compares hashes, so times and order of writing are
 * irrelevant.
 * @throws {RunnerError} when a stack cannot be read
 */
export function changedStacks(before: Output, after: Output): StackChange[] {
  const earlier = new Map(before.stacks.map((stack) => [stack.id, stack]));
  const changes = after.stacks.flatMap((stack) => changeOf(stack, earlier.get(stack.id)));
  return [...changes, ...removedStacks(before.stacks, after)].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function changeOf(stack: StackFolder, earlier: StackFolder | undefined): StackChange[] {
  if (earlier === undefined) return [{ id: stack.id, reason: "new" }];
  return stackHash(earlier) === stackHash(stack) ? [] : [{ id: stack.id, reason: "changed" }];
}

/** Returns all stacks with a common reason, and those of earlier ids that no longer exist. */
export function allStacks(
  earlier: readonly { readonly id: string }[],
  after: Output,
  reason: ChangeReason,
): StackChange[] {
  const changes = after.stacks.map(({ id }): StackChange => ({ id, reason }));
  return [...changes, ...removedStacks(earlier, after)].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function removedStacks(earlier: readonly { readonly id: string }[], after: Output): StackChange[] {
  const left = new Set(after.stacks.map(({ id }) => id));
  return earlier.filter(({ id }) => !left.has(id)).map(({ id }) => ({ id, reason: "removed" }));
}
