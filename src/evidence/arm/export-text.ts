import { isUtf8 } from "node:buffer";
import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { messageOf } from "../../text/error-message.ts";

/** A file that cannot be used. The message does not contain the file's name. */
export class ExportFileError extends Error {
  /** From 1. */
  readonly line: number | undefined;

  constructor(message: string, line?: number) {
    super(message);
    this.line = line;
  }
}

const PIECE_BYTES = 8 * 1024 * 1024;
/** A longer line is not a resource, and a longer document exceeds the engine's string limit. */
const MAX_DOCUMENT_BYTES = 256 * 1024 * 1024;

/**
 * Reads the text of an exported file: a JSON document at once, JSON Lines in parts that end with a line. Encodings:
 * UTF-8 or UTF-16, with or without a byte order mark; files smaller than 8 MB also Windows-1252, as Excel and Windows
 * PowerShell write it. Holds at most 256 MB at once.
 *
 * @throws {ExportFileError}
 */
export function* exportTexts(path: string): Generator<string> {
  const descriptor = attempt(() => openSync(path, "r"));
  try {
    const stat = attempt(() => fstatSync(descriptor));
    if (!stat.isFile())
      throw new ExportFileError("it is not a regular file: write the export to a file first");
    const start = Buffer.alloc(4);
    attempt(() => readSync(descriptor, start, 0, 4, 0));
    const decoder = new TextDecoder(encodingOf(start), { fatal: true });
    const buffer = Buffer.allocUnsafeSlow(Math.min(PIECE_BYTES, Math.max(stat.size, 1)));
    let held = "";
    let lines: boolean | undefined;
    if (stat.size <= PIECE_BYTES) {
      const bytes = attempt(() => readFileSync(descriptor));
      yield decoder.encoding === "utf-8" ? textOfBytes(bytes) : decoded(() => decoder.decode(bytes));
      return;
    }
    for (let position = 0; ; ) {
      const length = attempt(() => readSync(descriptor, buffer, 0, buffer.length, position));
      if (length === 0) break;
      position += length;
      held += decoded(() => decoder.decode(buffer.subarray(0, length), { stream: true }));
      lines ??= isJsonLines(held);
      const end = lines ? held.lastIndexOf("\n") + 1 : 0;
      if (end > 0) yield held.slice(0, end);
      held = held.slice(end);
      if (held.length > MAX_DOCUMENT_BYTES) {
        throw new ExportFileError("it is larger than 256 MB: export in pages, or as JSON Lines");
      }
    }
    yield held + decoded(() => decoder.decode());
  } finally {
    closeSync(descriptor);
  }
}

/**
 * The characters of Windows-1252 from 0x80, where Latin-1 has control characters; blanks are undefined. Node's decoder
 * of that name decodes Latin-1 in some versions.
 */
const WINDOWS_1252 = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/** Undefined bytes indicate another single-byte encoding, such as that of a console. */
function textOfBytes(bytes: Buffer): string {
  if (isUtf8(bytes)) return withoutMark(bytes.toString("utf8"));
  return bytes.toString("latin1").replace(/[\u0080-\u009f]/g, (character) => {
    const found = WINDOWS_1252[character.charCodeAt(0) - 0x80] ?? " ";
    if (found === " ") throw new ExportFileError(NOT_UTF_8);
    return found;
  });
}

const NOT_UTF_8 = "it is neither UTF-8 nor UTF-16: save it as UTF-8";

function decoded(decode: () => string): string {
  try {
    return decode();
  } catch {
    throw new ExportFileError(NOT_UTF_8);
  }
}

function withoutMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

function attempt<Result>(action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw new ExportFileError(`it cannot be read: ${messageOf(error)}`);
  }
}

/**
 * Detects the encoding by the byte order mark, or by the zeros of ASCII in UTF-16: JSON begins with ASCII. Windows
 * PowerShell's `>` writes UTF-16.
 */
function encodingOf([a = 0, b = 0, c = 0, d = 0]: Buffer): string {
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return "utf-16le";
  return a === 0 && b !== 0 && c === 0 && d !== 0 ? "utf-16be" : "utf-8";
}

/** Reports whether the first line is a complete value followed by more text. */
export function isJsonLines(text: string): boolean {
  const start = text.search(/\S/);
  const end = text.indexOf("\n", start);
  if (start < 0 || end < 0 || text.slice(end).search(/\S/) < 0) return false;
  const last = text.slice(start, end).trimEnd().at(-1);
  if (text[start] !== "{" || last !== "}") return false;
  try {
    JSON.parse(text.slice(start, end));
    return true;
  } catch {
    return false;
  }
}
