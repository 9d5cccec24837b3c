/** The format of a file. */
export type UsageFormat = "daily-rated-usage" | "actual-cost" | "focus";

/** The values of one usage line that budgets need. */
export interface UsageLine {
  /** The Azure subscription as in the file; empty where the line has none. */
  readonly subscription: string;
  /** The day as in the file. */
  readonly date: string;
  /** In the billing currency, at retail rates. */
  readonly amount: number;
  readonly currency: string;
}

/** Returns the fields of one line: by position in a CSV file, by key in JSON Lines. Missing ones are empty. */
export type Fields = (column: number) => string;

/** A line that cannot be counted. The message names the column. */
export class LineError extends Error {}

/** A file that is not usage, or lacks the usage that budgets need. */
export class UsageFileError extends Error {}

/** Reads the lines of one file. */
export interface LineReader {
  readonly format: UsageFormat;
  /** The columns to read, in the order of {@link Fields}. */
  readonly columns: readonly string[];
  /** Returns undefined for a line that a budget ignores, such as tax. @throws {LineError} */
  readonly read: (fields: Fields) => UsageLine | undefined;
}

/** @throws {LineError} */
export function numberOf(text: string, column: string): number {
  const value = text === "" ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  const found = text === "" ? "nothing" : JSON.stringify(text.slice(0, 40));
  throw new LineError(`${column} must be a number with a decimal point, got ${found}`);
}
