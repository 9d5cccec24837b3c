import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { messageOf, systemCode } from "../text/error-message.ts";
import { kindOf } from "../text/file-kind.ts";

/** The size limit: V8's strings are limited to little more. */
const MAX_PLAN_BYTES = 512 * 1000 * 1000;

/** One JSON document of a plan file, or the reason why it could not be read. */
export type PlanDocument =
  | { readonly json: unknown }
  /** `line` is set when a file has one plan on each line. */
  | { readonly message: string; readonly line?: number };

export type PlanText = { readonly text: string } | { readonly message: string };

/**
 * Reads the text of a plan file: UTF-8 or, as Windows PowerShell writes it, UTF-16, with or without a byte order mark.
 * Rejects empty files and binary plans.
 */
export function readPlanText(path: string): PlanText {
  let bytes: Buffer | string;
  try {
    bytes = readWhole(path);
  } catch (error) {
    return { message: whyUnread(error) };
  }
  if (typeof bytes === "string") return { message: bytes };
  if (bytes.length === 0) return { message: `it is empty: ${HOW_TO_MAKE}` };
  if (bytes.length >= 4 && bytes.readUInt32LE(0) === ZIP_MAGIC) {
    return {
      message: `it is a binary plan: convert it with terraform show -json ${shellWord(path)} > plan.json`,
    };
  }
  const text = decode(bytes);
  if (text.trim() === "") return { message: `it is empty: ${HOW_TO_MAKE}` };
  return { text };
}

const ZIP_MAGIC = 0x04034b50;
const HOW_TO_MAKE = "make it with terraform show -json <plan file> > plan.json";

/** Returns the bytes of a regular file, or the reason why it cannot be read. */
function readWhole(path: string): Buffer | string {
  // Opening a pipe without a writer would block.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = fstatSync(file);
    if (stat.isDirectory()) return "it is a folder";
    if (!stat.isFile()) return `it is ${kindOf(stat)}, not a regular file`;
    if (stat.size > MAX_PLAN_BYTES) return "it is larger than 512 MB";
    const bytes = Buffer.allocUnsafe(stat.size);
    let length = 0;
    while (length < bytes.length) {
      const count = readSync(file, bytes, length, bytes.length - length, null);
      if (count === 0) break;
      length += count;
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

function whyUnread(error: unknown): string {
  const code = systemCode(error);
  if (code === "ENOENT") return "the file does not exist";
  if (code === "EACCES" || code === "EPERM") return "permission denied";
  return `it cannot be read${code === undefined ? "" : ` (${code})`}`;
}

function decode(bytes: Buffer): string {
  const [first, second] = bytes;
  // JSON begins with an ASCII character, which is two bytes in UTF-16.
  const little = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0);
  const big = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0);
  const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
  const text = little
    ? even.toString("utf16le")
    : big
      ? even.swap16().toString("utf16le")
      : bytes.toString("utf8");
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** Parses the plans in a text: one, or one on each line as Terragrunt writes them. Messages do not quote the text. */
export function parsePlans(text: string): PlanDocument[] {
  if (LOG.test(text.slice(0, 2000))) {
    return [{ message: `it is the log of terraform plan -json, not a plan: ${HOW_TO_MAKE}` }];
  }
  try {
    return [{ json: parseExactly(text) }];
  } catch (error) {
    return documentsByLine(text) ?? [{ message: whyNoJson(text, error) }];
  }
}

/** Matches the first line of Terraform's and OpenTofu's machine-readable log. */
const LOG = /^\s*\{\s*"@level"\s*:\s*"[a-z]+"\s*,\s*"@message"\s*:/;

/** Matches integers with so many digits that a JavaScript number may not hold them. */
const LONG_INTEGER = /[:[,]\s*-?\d{16,}\s*[,}\]]/;
const STRING_OR_INTEGER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d{16,}(?![\d.eE])/g;

/** Parses JSON like `JSON.parse`, but keeps integers that a number cannot hold as text, so that they still differ. */
function parseExactly(text: string): unknown {
  if (!LONG_INTEGER.test(text)) return JSON.parse(text);
  // Errors give the position in the original text.
  JSON.parse(text);
  const exact = text.replace(STRING_OR_INTEGER, (token) =>
    token.startsWith('"') || Number.isSafeInteger(Number(token)) ? token : `"${token}"`,
  );
  return JSON.parse(exact);
}

/** Returns undefined when a line is not a document. */
function documentsByLine(text: string): PlanDocument[] | undefined {
  const lines = text.split(/\r?\n/);
  const filled = lines.flatMap((line, index) => (line.trim() === "" ? [] : [{ line, number: index + 1 }]));
  if (filled.length < 2 || !filled.every(({ line }) => /^\s*\{.*"/.test(line.slice(0, 100))))
    return undefined;
  const documents = filled.map(({ line, number }): PlanDocument => {
    try {
      return { json: parseExactly(line) };
    } catch (error) {
      return { line: number, message: `line ${number}: ${whyNoJson(line, error)}` };
    }
  });
  return documents.some((document) => "json" in document) ? documents : undefined;
}

/** V8's messages quote the text, which may contain secrets, so only the position is used. */
function whyNoJson(text: string, error: unknown): string {
  const message = messageOf(error);
  if (text.startsWith("[command]")) {
    return "it begins with a line of setup-terraform's wrapper: set terraform_wrapper: false in the workflow";
  }
  const position = Number(/position (\d+)/.exec(message)?.[1] ?? Number.NaN);
  if (/^[^{[]/.test(text.trimStart())) return `it is not JSON: ${HOW_TO_MAKE}`;
  if (/Unexpected end|Unterminated/.test(message) || position >= text.trimEnd().length) {
    return "it is cut off: the JSON ends in the middle";
  }
  const where = Number.isNaN(position) ? "" : ` at ${placeOf(text, position)}`;
  if (!/after JSON/.test(message)) return `it is not JSON${where}: ${HOW_TO_MAKE}`;
  return text[position] === "{"
    ? `there are two JSON documents in it, the second${where}: give each plan a file`
    : `something follows the JSON${where}`;
}

function placeOf(text: string, position: number): string {
  let line = 1;
  let start = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < position; at = text.indexOf("\n", at + 1)) {
    line += 1;
    start = at + 1;
  }
  return `line ${line}, column ${position - start + 1}`;
}

function shellWord(path: string): string {
  return /^[\w./:@-]+$/.test(path) ? path : "<plan file>";
}
