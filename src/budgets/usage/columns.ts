/** What a file is. */
export type UsageFormat = "daily-rated-usage" | "actual-cost" | "focus";

/** One line of usage, as far as a budget depends on it. */
export interface UsageLine {
  /** The Azure subscription as the file writes it; empty where the line belongs to none. */
  readonly subscription: string;
  /** The day, as the file writes it. */
  readonly date: string;
  /** In the billing currency, at retail rates. */
  readonly amount: number;
  readonly currency: string;
}

/** Reads the fields of one line: by position in a CSV file, by key in JSON Lines. Missing ones are empty. */
export type Fields = (column: number) => string;

/** A line that cannot be counted; the message is for a person and names the column. */
export class LineError extends Error {}

/** A file that is not usage, or not the usage that budgets need; the message is for a person. */
export class UsageFileError extends Error {}

/** What reads the lines of one file. */
export interface LineReader {
  readonly format: UsageFormat;
  /** The columns that are read, in the order in which {@link Fields} counts them. */
  readonly columns: readonly string[];
  /** Undefined for a line that a budget does not count, such as tax. @throws {LineError} */
  readonly read: (fields: Fields) => UsageLine | undefined;
}

/** @throws {LineError} */
export function numberOf(text: string, column: string): number {
  const value = text === "" ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  const found = text === "" ? "nothing" : JSON.stringify(text.slice(0, 40));
  throw new LineError(`${column} must be a number with a decimal point, got ${found}`);
}
