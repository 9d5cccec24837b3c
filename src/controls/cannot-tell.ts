import {
  type ArmResource,
  type Evidence,
  resourcesOfType,
  sameName,
  UnknownValueError,
} from "../evidence/index.ts";
import type { Judgement } from "./control.ts";
import { plain } from "./wording.ts";

/** Thrown when what decides lies where the evidence does not reach: the judgement can be neither pass nor fail. */
export class OutOfSightError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "OutOfSightError";
  }
}

/** Either way of not being able to tell: known only after apply, or out of sight. */
export type CannotTell = UnknownValueError | OutOfSightError;

/** Whether an error means that the evidence does not decide: the finding is `unknown`. */
export function isCannotTell(error: unknown): error is CannotTell {
  return error instanceof UnknownValueError || error instanceof OutOfSightError;
}

/** Says what it waits for. */
export function unknownJudgement(error: CannotTell): Judgement {
  if (error instanceof OutOfSightError) return { status: "unknown", message: error.message };
  const waits = error.waitsFor === undefined ? "" : `, it waits for ${plain(error.waitsFor)}`;
  return { status: "unknown", message: `${plain(error.message)}${waits}`, path: error.path };
}

/**
 * The resources of a type.
 *
 * @throws {OutOfSightError} where the source could not read the type: nothing follows from what is not there
 */
export function resourcesSeen(evidence: Evidence, type: string): ArmResource[] {
  const unreadable = evidence.unreadable?.find((entry) => sameName(entry.type, type));
  if (unreadable !== undefined)
    throw new OutOfSightError(`${type} cannot be read: ${plain(unreadable.reason)}`);
  return resourcesOfType(evidence, type);
}

/**
 * The first item that passes the test. An item of which nobody can tell counts only when none passes: then it
 * may still be the one, and its error is thrown.
 */
export function findKnown<T>(items: readonly T[], test: (item: T) => boolean): T | undefined {
  let open: CannotTell | undefined;
  for (const item of items) {
    try {
      if (test(item)) return item;
    } catch (error) {
      if (!isCannotTell(error)) throw error;
      open ??= error;
    }
  }
  if (open !== undefined) throw open;
  return undefined;
}

/** Whether an item passes the test; see {@link findKnown} for those of which nobody can tell. */
export function someKnown<T>(items: readonly T[], test: (item: T) => boolean): boolean {
  return findKnown(items, test) !== undefined;
}
