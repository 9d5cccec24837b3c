import type { Cursor } from "../evidence/index.ts";
import { UnknownValueError } from "../evidence/index.ts";

/** What was there and is no more, compared without case. */
export function lost(before: readonly string[], after: readonly string[]): string[] {
  const left = new Set(after.map((text) => text.toLowerCase()));
  return [...new Set(before)].filter((text) => !left.has(text.toLowerCase()));
}

/** Whether a switch that is on unless it says otherwise is turned off. */
export function turnedOff(before: Cursor, after: Cursor): boolean {
  return before.flag() !== false && after.flag() === false;
}

/** Whether a word such as `On` gives way to another. */
export function noLonger(word: string, before: Cursor, after: Cursor): boolean {
  return (
    before.text()?.toLowerCase() === word.toLowerCase() && after.text()?.toLowerCase() !== word.toLowerCase()
  );
}

/** The value, or undefined where only the apply will tell. */
export function ifKnown<T>(value: () => T): T | undefined {
  try {
    return value();
  } catch (error) {
    if (error instanceof UnknownValueError) return undefined;
    throw error;
  }
}

/** At most this many are named. */
const NAMED = 5;

/** `drops the recipient a@b.example from the budget`, one sentence each, the rest counted. */
export function dropped(what: string, from: string, items: readonly string[]): string[] {
  const sentences = items.slice(0, NAMED).map((item) => `drops the ${what} ${item} from ${from}`);
  const more = items.length - NAMED;
  return more > 0 ? [...sentences, `drops ${more} more of the same from ${from}`] : sentences;
}
