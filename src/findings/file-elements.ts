import { closeSync, openSync, readSync } from "node:fs";
import { messageOf } from "../text/error-message.ts";

/*
 * A findings file of 50,000 subscriptions has some 900 MB, more than a string of the engine can hold. It is read in
 * pieces, and each element of its one long array is parsed and released.
 */

const CHUNK_BYTES = 1024 * 1024;
const MAX_ELEMENT_BYTES = 1024 * 1024;
const MAX_REST_BYTES = 16 * 1024 * 1024;

const [QUOTE, BACKSLASH, COMMA, OPEN, CLOSE, OPEN_ARRAY, CLOSE_ARRAY] = Buffer.from('"\\,{}[]');

/** An error in a file's JSON, with a message for people, without the file's name. */
export class FileElementsError extends Error {}

/**
 * Reads a JSON file that contains an object. Passes each parsed element of its member `array` to the caller, in order.
 * Elements of other arrays at the top are skipped.
 *
 * @param kept short arrays at the top that are read completely
 * @returns the object without those elements: each is replaced by `0`
 * @throws {FileElementsError} when it is not JSON, or a part is too large
 * @throws the errors of the file system
 */
export function readFileElements(
  path: string,
  array: string,
  onElement: (value: unknown) => void,
  kept: readonly string[] = [],
): unknown {
  const scanner = new Scanner(array, onElement, kept);
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    for (let first = true; ; first = false) {
      const length = readSync(file, buffer, 0, CHUNK_BYTES, null);
      if (length === 0) break;
      scanner.scan(first ? withoutMark(buffer.subarray(0, length)) : buffer.subarray(0, length));
    }
    return scanner.end();
  } finally {
    closeSync(file);
  }
}

/** Removes the byte order mark that some editors write. */
function withoutMark(start: Buffer): Buffer {
  if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)) {
    throw new FileElementsError(
      "it is UTF-16, not UTF-8: Windows PowerShell's > writes that; use | Out-File -Encoding utf8",
    );
  }
  return start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf ? start.subarray(3) : start;
}

/** Tracks only strings and brackets. JSON.parse checks each element and the rest. */
class Scanner {
  readonly #array: string;
  readonly #onElement: (value: unknown) => void;
  readonly #kept: readonly string[];
  /** Everything but the elements. In Latin-1, so that a character split between chunks is joined again. */
  #rest = "";
  #element: Buffer[] = [];
  #elementBytes = 0;
  #elements = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** Whether the scanner is inside an array at the top, and whether it is the requested one. */
  #inArray = false;
  #wanted = false;

  constructor(array: string, onElement: (value: unknown) => void, kept: readonly string[]) {
    this.#array = array;
    this.#onElement = onElement;
    this.#kept = kept;
  }

  scan(chunk: Buffer): void {
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      if (this.#inString) {
        at = this.#skipString(chunk, at);
        continue;
      }
      const byte = chunk[at];
      if (byte === QUOTE) this.#inString = true;
      else if (byte === OPEN || byte === OPEN_ARRAY) {
        this.#depth += 1;
        if (this.#depth !== 2 || byte !== OPEN_ARRAY) continue;
        this.#keep(chunk.subarray(start, at + 1));
        start = at + 1;
        this.#inArray = !this.#kept.some((name) => this.#isMember(name));
        this.#wanted = this.#isMember(this.#array);
      } else if (byte === CLOSE || byte === CLOSE_ARRAY) {
        this.#depth -= 1;
        if (this.#depth !== 1 || !this.#inArray) continue;
        this.#endElement(chunk.subarray(start, at));
        start = at;
        this.#inArray = false;
      } else if (byte === COMMA && this.#depth === 2 && this.#inArray) {
        this.#endElement(chunk.subarray(start, at));
        start = at;
        this.#keep(chunk.subarray(at, at + 1));
        start = at + 1;
      }
    }
    const left = chunk.subarray(start);
    if (this.#inArray) this.#gather(left);
    else this.#keep(left);
  }

  end(): unknown {
    return parsed(Buffer.from(this.#rest, "latin1"), "the file is incomplete, or not JSON");
  }

  /** Skips to the string's closing quote, or to the end of the chunk. */
  #skipString(chunk: Buffer, from: number): number {
    let at = from;
    for (; at < chunk.length; at++) {
      if (this.#escaped) this.#escaped = false;
      else if (chunk[at] === BACKSLASH) this.#escaped = true;
      else if (chunk[at] === QUOTE) {
        this.#inString = false;
        return at;
      }
    }
    return at;
  }

  #keep(bytes: Buffer): void {
    this.#rest += bytes.toString("latin1");
    if (this.#rest.length > MAX_REST_BYTES)
      throw new FileElementsError("it is not a findings file: too large");
  }

  #gather(bytes: Buffer): void {
    this.#elementBytes += bytes.length;
    if (this.#elementBytes > MAX_ELEMENT_BYTES) {
      throw new FileElementsError(`element ${this.#elements + 1} of a list is larger than 1 MB`);
    }
    // The chunk's memory is reused.
    if (this.#wanted) this.#element.push(Buffer.from(bytes));
  }

  #endElement(bytes: Buffer): void {
    this.#gather(bytes);
    const text = Buffer.concat(this.#element);
    const blank = this.#wanted ? isBlank(text) : this.#elementBytes === 0;
    this.#element = [];
    this.#elementBytes = 0;
    if (blank) return;
    this.#rest += "0";
    if (!this.#wanted) return;
    this.#elements += 1;
    this.#onElement(parsed(text, `${this.#array}[${this.#elements - 1}] is not JSON`));
  }

  /** Whether the text kept last ends with the name of this member. */
  #isMember(name: string): boolean {
    return this.#depth === 2 && new RegExp(`"${name}"\\s*:\\s*\\[$`).test(this.#rest.slice(-200));
  }
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09);
}

function parsed(bytes: Buffer, wrong: string): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    throw new FileElementsError(`${wrong}: ${messageOf(error)}`);
  }
}
