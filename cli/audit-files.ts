import { lstatSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { CommandError, EXIT } from "./exit-codes.ts";

const MAX_DEPTH = 20;
const EXPORTS = /\.(?:json|jsonl|ndjson)$/i;

/**
 * The files of `--from`, sorted: what is named, and the JSON files in folders, at any depth. What is named and is not there
 * is kept, to be said of it.
 * @throws {CommandError} when there is none, or a folder cannot be read
 */
export function exportFiles(named: readonly string[]): string[] {
  const files = new Set<string>();
  for (const path of named) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) files.add(path);
    else for (const file of jsonFiles(path, 0)) files.add(file);
  }
  if (files.size > 0) return [...files].sort();
  throw new CommandError(`no *.json or *.jsonl file in ${named.join(", ")}`, EXIT.invalid);
}

function jsonFiles(folder: string, depth: number): string[] {
  if (depth > MAX_DEPTH) return [];
  let entries: string[];
  try {
    entries = readdirSync(folder).sort();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`cannot read ${folder}: ${reason}`, EXIT.invalid);
  }
  return entries.flatMap((entry) => {
    const path = join(folder, entry);
    // Links could lead in circles, or out of the folder.
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory() === true) return entry.startsWith(".") ? [] : jsonFiles(path, depth + 1);
    return stat?.isFile() === true && EXPORTS.test(entry) ? [path] : [];
  });
}
