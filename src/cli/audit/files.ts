import { CommandError, EXIT } from "../exit-codes.ts";
import { filesNamed } from "../files.ts";

const EXPORTS = /\.(?:json|jsonl|ndjson)$/i;

/**
 * Returns the files of `--from`, sorted: the named files, and the JSON files in named folders.
 * @throws {CommandError} when there is none, or a folder cannot be read
 */
export function exportFiles(named: readonly string[]): string[] {
  const files = filesNamed(named, { file: (name) => EXPORTS.test(name) });
  if (files.length > 0) return files;
  throw new CommandError(`no *.json or *.jsonl file in ${named.join(", ")}`, EXIT.invalid);
}
