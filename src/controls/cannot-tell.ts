import {
  type ArmResource,
  type Evidence,
  resourcesOfType,
  sameName,
  UnknownValueError,
} from "../evidence/index.ts";
import { plain } from "../text/wording.ts";
import type { Judgement } from "./control.ts";

/** Thrown when the deciding value is outside the evidence: the judgement can be neither pass nor fail. */
export class OutOfSightError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "OutOfSightError";
  }
}

/** A value that cannot be judged: known only after apply, or outside the evidence. */
export type CannotTell = UnknownValueError | OutOfSightError;

/** Reports whether an error means that the evidence does not decide: the finding is `unknown`. */
export function isCannotTell(error: unknown): error is CannotTell {
  return error instanceof UnknownValueError || error instanceof OutOfSightError;
}

/** Returns the `unknown` judgement for the error, with the expression that the value waits for. */
export function unknownJudgement(error: CannotTell): Judgement {
  if (error instanceof OutOfSightError) return { status: "unknown", message: error.message };
  const waits = error.waitsFor === undefined ? "" : ` (waits for ${plain(error.waitsFor)})`;
  return { status: "unknown", message: `${plain(error.message)}${waits}`, path: error.path };
}

/**
 * Returns the resources of a type.
 *
 * @throws {OutOfSightError} where the source could not read the type, so that a missing resource proves nothing
 */
export function resourcesSeen(evidence: Evidence, type: string): ArmResource[] {
  const unreadable = evidence.unreadable?.find((entry) => sameName(entry.type, type));
  if (unreadable !== undefined)
    throw new OutOfSightError(`${type} cannot be read: ${plain(unreadable.reason)}`);
  return resourcesOfType(evidence, type);
}

/**
 * Returns the first item that passes the test. Throws the error of the first undecidable item when no item passes,
 * because that item may be the match.
 */
export function findCertain<T>(items: readonly T[], test: (item: T) => boolean): T | undefined {
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

/** Reports whether an item passes the test; see {@link findCertain} for undecidable items. */
export function someCertain<T>(items: readonly T[], test: (item: T) => boolean): boolean {
  return findCertain(items, test) !== undefined;
}
