import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { CommandError, EXIT } from "./exit-codes.ts";

/** Far deeper than anybody nests results; bounds what is walked. */
const MAX_DEPTH = 20;

/**
 * The files that a user named, sorted: folders stand for the files in them, at any depth. What is named and is not
 * there is kept, to be said of it.
 *
 * @param wanted by name, which files of a folder count
 * @param entered by name, which folders are looked into. @default those whose name does not begin with a dot
 * @throws {CommandError} when a folder cannot be read
 */
export function filesNamed(
  named: readonly string[],
  wanted: (name: string) => boolean,
  entered: (name: string) => boolean = (name) => !name.startsWith("."),
): string[] {
  const files = new Set(named.flatMap((path) => (isFolder(path) ? filesBelow(path, 0) : [path])));
  return [...files].sort();

  function filesBelow(folder: string, depth: number): string[] {
    if (depth > MAX_DEPTH) return [];
    return entriesOf(folder).flatMap((name) => {
      const path = join(folder, name);
      // Links could lead in circles, or out of the folder.
      const stat = lstatSync(path, { throwIfNoEntry: false });
      if (stat?.isDirectory() === true) return entered(name) ? filesBelow(path, depth + 1) : [];
      return stat?.isFile() === true && wanted(name) ? [path] : [];
    });
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    throw new CommandError(`cannot read ${folder}: ${messageOf(error)}`, EXIT.invalid);
  }
}

/** Whether it is a folder; what is not there, or may not be seen, is none. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/**
 * Writes a file, and the folders it is in, so that it is there whole or not at all.
 * @param text the whole, or its parts in order
 * @throws {CommandError} when it cannot be written
 */
export function writeWhole(path: string, text: string | Iterable<string>): void {
  const beside = `${path}.${process.pid}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(beside, "w");
    try {
      for (const part of typeof text === "string" ? [text] : text) writeSync(file, part);
      closeSync(file);
      renameSync(beside, path);
    } catch (error) {
      rmSync(beside, { force: true });
      throw error;
    }
  } catch (error) {
    throw new CommandError(`cannot write ${path}: ${messageOf(error)}`, EXIT.outside);
  }
}

/** A file to be written, and what stood there before; `undefined` where nothing did. */
export interface FileChange {
  readonly path: string;
  readonly text: string;
  readonly before: string | undefined;
}

/**
 * Writes several files so that all are there or none: first all of them beside their places, then renamed. Links stay,
 * and what they lead to changes.
 * @throws {CommandError} when one cannot be written; the others are as they were
 */
export function writeAllWhole(changes: readonly FileChange[]): void {
  const places = changes.map(({ before, path }) => (before === undefined ? path : realpathSync.native(path)));
  const beside = (place: string) => `${place}.${process.pid}.part`;
  let [at, renamed] = [0, 0];
  try {
    for (const { text } of changes) {
      const place = places[at] ?? "";
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(beside(place), text, { mode: modeOf(place) });
      at += 1;
    }
    for (at = 0; at < places.length; at += 1, renamed += 1) {
      const place = places[at] ?? "";
      renameSync(beside(place), place);
    }
  } catch (error) {
    changes.slice(0, renamed).forEach(({ before }, index) => {
      const place = places[index] ?? "";
      if (before === undefined) rmSync(place, { force: true });
      else writeFileSync(place, before);
    });
    for (const place of places) rmSync(beside(place), { force: true });
    throw new CommandError(`cannot write ${changes[at]?.path}: ${messageOf(error)}`, EXIT.outside);
  }
}

/** The permissions of the file that is there, or those of a new one. */
function modeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mode ?? 0o666;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
