import { type Output, type StackFolder, stackHash } from "./output.ts";

/** Why a stack has to be looked at. `code`: what decides all stacks is not what it was. */
export type ChangeReason = "new" | "changed" | "removed" | "code";

export interface StackChange {
  readonly id: string;
  readonly reason: ChangeReason;
}

/** What `plan --list` prints, for a pipeline's matrix. A public format. */
export interface ChangedList {
  readonly schema: "csp-baseline/changed/v1";
  /** What was compared with. */
  readonly since: string;
  /** Why all stacks count as changed. */
  readonly because?: string;
  readonly changed: readonly (StackChange & {
    /** As the fleet names it, or named it; null where it does not. */
    readonly name: string | null;
    readonly customer: string | null;
  })[];
  readonly count: number;
}

/**
 * The stacks whose content differs between two outputs, sorted by id: by hash, so that neither time nor order of
 * writing counts.
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

/** All stacks, for one reason that is not their own, and those of the earlier ids that are no more. */
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
