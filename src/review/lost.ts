import type { Cursor } from "../evidence/index.ts";
import { UnknownValueError } from "../evidence/index.ts";

/** Returns the items that are missing afterwards, compared without case. */
export function lost(before: readonly string[], after: readonly string[]): string[] {
  const left = new Set(after.map((text) => text.toLowerCase()));
  return [...new Set(before)].filter((text) => !left.has(text.toLowerCase()));
}

/** Whether a setting that is on by default is turned off. */
export function turnedOff(before: Cursor, after: Cursor): boolean {
  return before.flag() !== false && after.flag() === false;
}

/** Whether a value such as `On` is replaced by another. */
export function noLonger(word: string, before: Cursor, after: Cursor): boolean {
  return (
    before.text()?.toLowerCase() === word.toLowerCase() && after.text()?.toLowerCase() !== word.toLowerCase()
  );
}

/** Returns the value, or undefined when it is known only after the apply. */
export function ifKnown<T>(value: () => T): T | undefined {
  try {
    return value();
  } catch (error) {
    if (error instanceof UnknownValueError) return undefined;
    throw error;
  }
}

/** The number of items named; the others are counted. */
const NAMED = 5;

/**
 * Returns one sentence for each item, `drops the recipient a@b.example from the budget`, and the number of the others.
 */
export function dropped(what: string, from: string, items: readonly string[]): string[] {
  const sentences = items.slice(0, NAMED).map((item) => `drops the ${what} ${item} from ${from}`);
  const more = items.length - NAMED;
  return more > 0 ? [...sentences, `drops ${more} more of the same from ${from}`] : sentences;
}
