/** A fault of a CSV text and its line (from 1). */
export class CsvError extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.name = "CsvError";
    this.line = line;
  }
}

export interface CsvLimits {
  /** @default 500,000 */
  readonly rows?: number;
  /** The maximum number of fields in a row. @default 500 */
  readonly columns?: number;
}

const SEPARATORS = [",", ";", "\t"];

/**
 * Parses CSV text (RFC 4180) as spreadsheets and portals write it. The separator is the most frequent of comma,
 * semicolon and tab in the first row, unless Excel's first line `sep=;` sets it. Lines end in LF, CRLF or CR. A byte
 * order mark and empty lines are skipped.
 *
 * @throws {CsvError} for a quoted field that does not end or is followed by text, and for too many rows or columns
 */
export function parseCsv(
  text: string,
  { rows: maxRows = 500_000, columns = 500 }: CsvLimits = {},
): string[][] {
  const separatorLine = /^\ufeff?sep=(.)(?:\r\n?|\n)/i.exec(text);
  let at = separatorLine?.[0].length ?? (text.startsWith("\ufeff") ? 1 : 0);
  let line = separatorLine === null ? 1 : 2;
  const separator = separatorLine?.[1] ?? separatorOf(text, at);
  const isEnd = (index: number) => text[index] === "\n" || text[index] === "\r";

  const quotedField = (): string => {
    const start = line;
    let field = "";
    for (let from = at + 1; ; ) {
      const end = text.indexOf('"', from);
      if (end < 0) throw new CsvError("a quoted field does not end", start);
      field += text.slice(from, end);
      at = end + 1;
      if (text[at] !== '"') break;
      field += '"';
      from = end + 2;
    }
    line += field.split("\n").length - 1;
    if (at < text.length && text[at] !== separator && !isEnd(at)) {
      throw new CsvError("a quoted field is followed by text", line);
    }
    return field;
  };
  const plainField = (): string => {
    const start = at;
    while (at < text.length && text[at] !== separator && !isEnd(at)) at += 1;
    return text.slice(start, at);
  };

  const rows: string[][] = [];
  while (at < text.length) {
    const row: string[] = [];
    for (;;) {
      row.push(text[at] === '"' ? quotedField() : plainField());
      if (row.length > columns) throw new CsvError(`a row has more than ${columns} fields`, line);
      if (text[at] !== separator) break;
      at += 1;
    }
    if (row.length > 1 || row[0] !== "") rows.push(row);
    if (rows.length > maxRows) throw new CsvError(`it has more than ${maxRows} rows`, line);
    at += text[at] === "\r" && text[at + 1] === "\n" ? 2 : 1;
    line += 1;
  }
  return rows;
}

/** Detects the separator by the first line with text outside quotes. */
function separatorOf(text: string, start: number): string {
  const unquoted = text.slice(start, start + 64 * 1024).replace(/"(?:[^"]|"")*"/g, "");
  const first = /[^\r\n]+/.exec(unquoted)?.[0] ?? "";
  const counts = SEPARATORS.map((separator) => first.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ",";
}
