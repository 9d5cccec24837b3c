import { isUtf8 } from "node:buffer";
import { closeSync, openSync, readSync } from "node:fs";
import { messageOf } from "../text/error-message.ts";
import { positionOfOffset } from "./yaml-positions.ts";

/** Far above any real file: a customer with 5000 subscriptions has about 500 KB. */
const MAX_FILE_BYTES = 10 * 1024 * 1024;

/** Most files fit in the first read, whose buffer is shared. */
const FIRST_READ_BYTES = 64 * 1024;
const firstBuffer = Buffer.allocUnsafeSlow(FIRST_READ_BYTES);

export type FileText =
  | { readonly ok: true; readonly text: string }
  | {
      readonly ok: false;
      readonly message: string;
      readonly hint?: string;
      readonly line?: number;
      readonly column?: number;
    };

/**
 * Reads a regular file, strictly as UTF-8, without a byte order mark; never more than {@link MAX_FILE_BYTES},
 * regardless of its reported size.
 */
export function readTextFile(path: string): FileText {
  let bytes: Buffer | undefined;
  try {
    bytes = readBounded(path);
  } catch (error) {
    return {
      ok: false,
      message: `the file cannot be read: ${messageOf(error)}`,
    };
  }
  if (bytes === undefined) {
    return {
      ok: false,
      message: "the file is larger than 10 MB",
      hint: "Split the customer, or remove content that does not belong to the fleet.",
    };
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return {
      ok: false,
      message: "the file is UTF-16, not UTF-8",
      hint: "Windows PowerShell's > and Out-File write UTF-16: save it as UTF-8 (Out-File -Encoding utf8).",
    };
  }
  if (!isUtf8(bytes)) {
    const lossy = bytes.toString("utf8");
    const place = positionOfOffset(lossy, Math.max(0, lossy.indexOf("\ufffd")));
    return { ok: false, message: "the file is not UTF-8", hint: "Save it as UTF-8.", ...place };
  }
  const text = bytes.toString("utf8");
  return { ok: true, text: text.startsWith("\ufeff") ? text.slice(1) : text };
}

/** Reads the bytes of the file, valid until the next call; `undefined` when there are too many. */
function readBounded(path: string): Buffer | undefined {
  const file = openSync(path, "r");
  try {
    let buffer = firstBuffer;
    let length = 0;
    for (;;) {
      const count = readSync(file, buffer, length, buffer.length - length, null);
      if (count === 0) return buffer.subarray(0, length);
      length += count;
      if (length > MAX_FILE_BYTES) return undefined;
      if (length === buffer.length) {
        const larger = Buffer.allocUnsafeSlow(Math.min(buffer.length * 8, MAX_FILE_BYTES + 1));
        buffer.copy(larger);
        buffer = larger;
      }
    }
  } finally {
    closeSync(file);
  }
}
