import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import Papa from "papaparse";
import { messageOf, systemCode } from "../../text/error-message.ts";
import { isGuid } from "../../text/guid.ts";
import { type Fields, LineError, type LineReader, UsageFileError, type UsageFormat } from "./columns.ts";
import { fold, readerOf } from "./formats.ts";
import type { UsageSums } from "./usage-sums.ts";

/** The result of reading one file. */
export interface ReadFile {
  readonly file: string;
  readonly format: UsageFormat;
  /** Lines without the header. */
  readonly lines: number;
}

/**
 * The number of bytes that are read and decompressed at a time. The fields of a chunk are held at once: more bytes need
 * more memory and save no time.
 */
const CHUNK = 1 << 15;
const LONGEST_LINE = 4 << 20;
const MOST_COLUMNS = 1000;

/**
 * Adds the usage of a file to the sums, line by line: CSV or JSON Lines, optionally gzipped. Memory does not depend on
 * the file's size.
 *
 * @throws {UsageFileError} when it cannot be read, is not usage, or has an invalid line, with its number
 */
export async function readUsageFile(file: string, sums: UsageSums): Promise<ReadFile> {
  const kind = await kindOf(file);
  sums.begin(file);
  try {
    // Only the decompressed text shows whether a gzipped file is JSON.
    const start = kind.isGzip ? await firstBytes(openStream(file, true)) : kind.start;
    const found = await readText(openStream(file, kind.isGzip), start, sums);
    sums.end();
    return { file, ...found };
  } catch (error) {
    throw fileError(error);
  }
}

async function readText(stream: Readable, start: Buffer, sums: UsageSums) {
  const text = start
    .toString("utf8")
    .replace(/^\ufeff/, "")
    .trimStart();
  const refused = start.includes(0)
    ? "it is not UTF-8 text: save it as CSV UTF-8"
    : text.startsWith("[")
      ? "it is a JSON array: use JSON Lines, with one object for each line"
      : undefined;
  if (refused !== undefined) {
    stream.destroy();
    throw new UsageFileError(refused);
  }
  return text.startsWith("{") ? readJsonLines(stream, sums) : readCsv(stream, sums);
}

function readCsv(stream: Readable, sums: UsageSums): Promise<{ format: UsageFormat; lines: number }> {
  return new Promise((resolve, reject) => {
    let counter: LineCounter | undefined;
    let width = 0;
    let lines = 0;
    let last: readonly string[] = [];
    const fail = (error: unknown) => {
      stream.destroy();
      reject(error);
    };
    const readRow = (row: readonly string[]) => {
      if (row.length === 1 && row[0] === "") return;
      if (counter === undefined) {
        const header = row.map((name, index) => (index === 0 ? name.replace(/^\ufeff/, "") : name).trim());
        counter = csvCounter(header, sums);
        width = header.length;
        return;
      }
      lines += 1;
      if (row.length !== width) {
        throw new LineError(
          `it has ${row.length} fields and the header ${width}: the file is truncated, or not CSV`,
        );
      }
      last = row;
      counter(row);
    };
    stream.on("error", fail);
    Papa.parse<string[]>(stream, {
      chunk: ({ data, errors }) => {
        try {
          for (const row of data) readRow(row);
          const quotes = errors.find(({ type }) => type === "Quotes");
          if (quotes !== undefined) throw new LineError("a quoted field does not end");
        } catch (error) {
          fail(atLine(error, lines));
        }
      },
      error: fail,
      complete: () => {
        if (counter === undefined) return reject(new UsageFileError("it is empty"));
        if (last.length === 0) return reject(new UsageFileError("it has a header and no lines"));
        resolve({ format: counter.format, lines });
      },
    });
  });
}

/** Counts one row. */
type LineCounter = ((row: readonly string[]) => void) & { readonly format: UsageFormat };

function csvCounter(header: readonly string[], sums: UsageSums): LineCounter {
  if (header.length > MOST_COLUMNS) throw new UsageFileError(`it has more than ${MOST_COLUMNS} columns`);
  const reader = readerOf(header);
  const places = header.map(fold);
  const at = reader.columns.map((column) => places.indexOf(fold(column)));
  let current: readonly string[] = [];
  const fields: Fields = (column) => current[at[column] ?? -1] ?? "";
  const count = counting(reader, sums);
  return Object.assign(
    (row: readonly string[]) => {
      current = row;
      count(fields);
    },
    { format: reader.format },
  );
}

async function readJsonLines(stream: Readable, sums: UsageSums) {
  let count: ((fields: Fields) => void) | undefined;
  let reader: LineReader | undefined;
  let keys: readonly string[] = [];
  let lines = 0;
  let rest = "";
  let current: Readonly<Record<string, unknown>> = {};
  const fields: Fields = (column) => {
    const value = current[keys[column] ?? ""];
    return typeof value === "string" ? value : value === null || value === undefined ? "" : String(value);
  };
  const readLine = (line: string) => {
    if (line.trim() === "") return;
    lines += 1;
    current = objectOf(line);
    if (count === undefined) {
      const names = Object.keys(current).slice(0, MOST_COLUMNS);
      reader = readerOf(names);
      keys = reader.columns.map((column) => names.find((name) => fold(name) === fold(column)) ?? "");
      count = counting(reader, sums);
    }
    count(fields);
  };
  stream.setEncoding("utf8");
  try {
    for await (const chunk of stream) {
      const parts = `${rest}${String(chunk)}`.split("\n");
      rest = parts.pop() ?? "";
      if (rest.length > LONGEST_LINE) throw new LineError(`it is longer than ${LONGEST_LINE} characters`);
      for (const line of parts) readLine(line);
    }
    readLine(rest);
  } catch (error) {
    throw atLine(error, lines);
  }
  if (reader === undefined) throw new UsageFileError("it is empty");
  return { format: reader.format, lines };
}

function objectOf(line: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(line.startsWith("\ufeff") ? line.slice(1) : line);
  } catch {
    throw new LineError("it is not JSON: the file is truncated, or not JSON Lines");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new LineError("it is not an object");
  return { ...value };
}

/** Caches parsed dates and ids: files have few of them, in millions of lines. */
function counting(reader: LineReader, sums: UsageSums): (fields: Fields) => void {
  const dates = new Map<string, readonly [month: string, day: number]>();
  const ids = new Map<string, string>();
  const currencies = new Map<string, string>();
  return (fields) => {
    const line = reader.read(fields);
    if (line === undefined) return;
    const { amount, currency, date, subscription } = line;
    let when = dates.get(date);
    if (when === undefined) {
      when = dayOf(date);
      if (dates.size > 100_000) dates.clear();
      dates.set(copied(date), when);
    }
    let id = ids.get(subscription);
    if (id === undefined) {
      id = subscriptionIdOf(subscription);
      if (ids.size > 300_000) ids.clear();
      ids.set(copied(subscription), id);
    }
    let code = currencies.get(currency);
    if (code === undefined) {
      code = currencyOf(currency);
      currencies.set(code, code);
    }
    sums.add(id, when[0], when[1], amount, code);
  };
}

/** Copies a cached text: a slice would keep the whole text in memory, a megabyte for a date. */
function copied(text: string): string {
  return Buffer.from(text).toString();
}

function currencyOf(text: string): string {
  if (/^[A-Za-z]{3}$/.test(text)) return copied(text);
  throw new LineError(`the currency must be three letters, got ${JSON.stringify(text.slice(0, 20))}`);
}

function subscriptionIdOf(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") return "";
  if (isGuid(trimmed)) return copied(trimmed.toLowerCase());
  throw new LineError(`the Azure subscription must be a GUID, got ${JSON.stringify(trimmed.slice(0, 60))}`);
}

/** Parses `2026-09-01T00:00:00Z` and `9/1/2026`, the notations of exports. */
function dayOf(text: string): readonly [month: string, day: number] {
  const iso = /^(\d{4})-(\d\d)-(\d\d)(?:$|[T ])/.exec(text);
  const american = iso === null ? /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:$| )/.exec(text) : null;
  const [year, month, day] =
    iso !== null
      ? [iso[1], iso[2], iso[3]]
      : [american?.[3], american?.[1]?.padStart(2, "0"), american?.[2]?.padStart(2, "0")];
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day)) {
    throw new LineError(
      `the day must be a date such as 2026-09-01, got ${JSON.stringify(text.slice(0, 40))}`,
    );
  }
  return [copied(`${year}-${month}`), Number(day)];
}

async function kindOf(file: string): Promise<{ isGzip: boolean; start: Buffer }> {
  try {
    const handle = await open(file, "r");
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(512), 0, 512, 0);
      const start = buffer.subarray(0, bytesRead);
      if (start.toString("latin1", 0, 2) === "PK")
        throw new UsageFileError("it is a zip archive: unpack it first");
      return { isGzip: start[0] === 0x1f && start[1] === 0x8b, start };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileError(error);
  }
}

function openStream(file: string, isGzip: boolean): Readable {
  const raw = createReadStream(file, { highWaterMark: CHUNK });
  if (!isGzip) return raw;
  const gunzip = createGunzip({ chunkSize: CHUNK });
  raw.on("error", (error) => gunzip.destroy(error));
  gunzip.on("close", () => raw.destroy());
  return raw.pipe(gunzip);
}

async function firstBytes(stream: Readable): Promise<Buffer> {
  for await (const chunk of stream) return Buffer.from(chunk).subarray(0, 512);
  return Buffer.alloc(0);
}

/** Adds the line number, counted without the header, to errors of a line. */
function atLine(error: unknown, line: number): unknown {
  return error instanceof LineError
    ? new UsageFileError(`line ${line} after the header: ${error.message}`)
    : error;
}

function fileError(error: unknown): UsageFileError {
  if (error instanceof UsageFileError) return error;
  const code = systemCode(error) ?? "";
  if (code === "Z_BUF_ERROR") return new UsageFileError("it is truncated: its gzip data ends early");
  if (code.startsWith("Z_")) return new UsageFileError(`its gzip data is damaged (${code})`);
  return new UsageFileError(`it cannot be read: ${messageOf(error)}`);
}
