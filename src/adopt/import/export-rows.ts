import { statSync } from "node:fs";
import { type Answer, Contents, readAnswer } from "../../evidence/arm/export-contents.ts";
import { ExportFileError, exportTexts, isJsonLines } from "../../evidence/arm/export-text.ts";
import { isRecord, type JsonMap, member, textMember } from "../../text/json.ts";
import { parsedJson } from "../../text/parsed-json.ts";
import { CsvError, parseCsv } from "./csv.ts";

/** Far above any export of subscriptions: 50,000 of them have about 40 MB as JSON. */
const MAX_BYTES = 128 * 1024 * 1024;
/** The maximum nesting of lists, beyond that of any export. */
const MAX_LISTS = 8;

/**
 * One object or line of an export. Names are looked up in lower case, reduced to letters and digits: `Company name`,
 * `companyName` and `COMPANY_NAME` are equal.
 */
export class ExportRow {
  readonly #values = new Map<string, string>();

  set(name: string, value: string): void {
    const key = name.toLowerCase().replace(/[^a-z0-9]/g, "");
    if (value.trim() !== "" && !this.#values.has(key)) this.#values.set(key, value.trim());
  }

  /**
   * Returns the first of these values that exists and is not empty.
   * @param names in lower case, letters and digits
   */
  text(...names: readonly string[]): string | undefined {
    for (const name of names) {
      const value = this.#values.get(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }
}

export interface ExportedRows {
  readonly file: string;
  readonly rows: readonly ExportRow[];
  /** The reasons why rows may be missing. */
  readonly complaints: readonly string[];
  /** Answers that may be one page of several; the others may be in other files. */
  readonly answers: readonly Answer[];
}

/**
 * Reads the rows of an exported file: JSON (a list, an answer with `value`, `data` or `items`, or one object), JSON
 * Lines, or CSV with headings; in UTF-8 or UTF-16.
 *
 * @throws {ExportFileError} when the format is unknown, the file cannot be read, or is larger than 128 MB
 */
export function readExportRows(file: string): ExportedRows {
  const text = readWhole(file);
  if (text.trim() === "") throw new ExportFileError("it is empty", 1);
  return /^\s*[[{]/.test(text) ? jsonRows(file, text) : csvRows(file, text);
}

function readWhole(path: string): string {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > MAX_BYTES) throw new ExportFileError("it is larger than 128 MB");
  return [...exportTexts(path)].join("");
}

function csvRows(file: string, text: string): ExportedRows {
  try {
    const [headings = [], ...lines] = parseCsv(text);
    const rows = lines.map((line) => {
      const row = new ExportRow();
      headings.forEach((heading, index) => {
        row.set(heading, line[index] ?? "");
      });
      // Resource Graph Explorer writes an object into a cell.
      setTexts(row, parsedJson(row.text("properties") ?? ""));
      return row;
    });
    return { file, rows, complaints: [], answers: [] };
  } catch (error) {
    if (error instanceof CsvError) throw new ExportFileError(error.message, error.line);
    throw error;
  }
}

function jsonRows(file: string, text: string): ExportedRows {
  const rows: ExportRow[] = [];
  const complaints: string[] = [];
  const answers: Answer[] = [];
  const visit = (value: unknown, depth: number, around: string | undefined): void => {
    if (depth > MAX_LISTS) return;
    if (Array.isArray(value)) for (const item of value) visit(item, depth + 1, around);
    if (!isRecord(value)) return;
    const list = ["value", "data", "Data", "items"].map((name) => member(value, name)).find(Array.isArray);
    if (list === undefined) rows.push(jsonRow(value, around));
    else {
      if (isRecord(member(member(value, "links"), "next")))
        complaints.push("the answer has more pages, which are not in the file");
      else answers.push(pageOf(value, list, file));
      visit(list, depth + 1, selfLink(value));
    }
  };
  for (const { line, part } of isJsonLines(text) ? linesOf(text) : [{ line: 1, part: text }]) {
    const value = parsedJson(part);
    if (value === undefined) throw new ExportFileError("it is not JSON", line);
    visit(value, 0, undefined);
  }
  return { file, rows, complaints, answers };
}

function linesOf(text: string): { line: number; part: string }[] {
  return text
    .split("\n")
    .map((part, index) => ({ line: index + 1, part }))
    .filter(({ part }) => part.trim() !== "");
}

function jsonRow(value: JsonMap, around: string | undefined): ExportRow {
  const row = new ExportRow();
  setTexts(row, value);
  // ARM nests the properties of a resource, Partner Center those of a company.
  setTexts(row, member(value, "properties"));
  setTexts(row, member(value, "companyProfile"));
  row.set("self link", selfLink(value) ?? around ?? "");
  return row;
}

function setTexts(row: ExportRow, value: unknown): void {
  if (!isRecord(value)) return;
  for (const [name, one] of Object.entries(value)) if (typeof one === "string") row.set(name, one);
}

/** Returns the request link that Partner Center includes in its lists and objects. */
function selfLink(value: JsonMap): string | undefined {
  return textMember(member(member(value, "links"), "self"), "uri");
}

/** Identifies a page's query by the names of its columns. */
function pageOf(answer: JsonMap, list: readonly unknown[], file: string): Answer {
  const contents = new Contents();
  const [first] = list;
  const columns = isRecord(first) ? Object.keys(first).sort().join() : "";
  if (columns !== "") contents.add(columns, "");
  return readAnswer(answer, file, contents, { count: list.length, first: JSON.stringify(first ?? null) });
}
