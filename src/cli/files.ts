import {
  chmodSync,
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { messageOf } from "../text/error-message.ts";
import { kindOf } from "../text/file-kind.ts";
import { CommandError, EXIT } from "./exit-codes.ts";

/** The maximum depth of nested folders, far above any real one. */
const MAX_DEPTH = 20;

/** Filters for a named folder. */
export interface Wanted {
  /** Selects files by name. */
  readonly file: (name: string) => boolean;
  /** Selects the folders to search by name. @default - those whose name does not begin with a dot */
  readonly folder?: (name: string) => boolean;
  /**
   * Called for links, pipes and devices that match by name; they are not read.
   *
   * @default - they are ignored
   */
  readonly onIrregular?: (path: string, kind: string) => void;
}

/**
 * Returns the files that a user named, sorted: folders mean the files in them, at any depth. A missing path is kept, so
 * that the caller can report it.
 *
 * @throws {CommandError} when a folder cannot be read
 */
export function filesNamed(named: readonly string[], wanted: Wanted): string[] {
  const { file, folder: entered = (name) => !name.startsWith("."), onIrregular } = wanted;
  const files = new Set(named.flatMap((path) => (isFolder(path) ? filesBelow(path, 0) : [path])));
  return [...files].sort();

  function filesBelow(folder: string, depth: number): string[] {
    if (depth > MAX_DEPTH) return [];
    return entriesOf(folder).flatMap((name) => {
      const path = join(folder, name);
      // Links could lead in circles, or out of the folder.
      const stat = lstatSync(path, { throwIfNoEntry: false });
      if (stat === undefined) return [];
      if (stat.isDirectory()) return entered(name) ? filesBelow(path, depth + 1) : [];
      if (stat.isFile()) return file(name) ? [path] : [];
      if (file(name) || (entered(name) && isFolder(path) && !isAbove(path, folder)))
        onIrregular?.(path, kindOf(stat));
      return [];
    });
  }
}

/** Returns whether a link leads to its own folder or to one above, which is already being read. */
function isAbove(link: string, folder: string): boolean {
  const [above, below] = [realpathSync(link), realpathSync(folder)];
  return below === above || below.startsWith(above.endsWith(sep) ? above : `${above}${sep}`);
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    throw new CommandError(`cannot read ${folder}: ${messageOf(error)}`, EXIT.invalid);
  }
}

/** Returns whether it is a folder; false if it is missing or not accessible. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/**
 * Writes a file and its folders atomically. For a link, its target is written; devices and pipes are written to. The
 * permissions of an existing file are kept.
 * @param text the content, or its parts in order
 * @throws {CommandError} when it cannot be written
 */
export function writeWhole(path: string, text: string | Iterable<string | Uint8Array>): void {
  const parts = typeof text === "string" ? [text] : text;
  try {
    if (isWrittenThrough(path)) writeParts(openSync(path, "a"), parts);
    else replaceWhole(targetOf(path), parts);
  } catch (error) {
    throw new CommandError(`cannot write ${path}: ${messageOf(error)}`, EXIT.outside);
  }
}

/**
 * Returns whether it is a device, a pipe or an open file of the process, such as `/dev/stdout`, which must not be
 * replaced.
 */
function isWrittenThrough(path: string): boolean {
  if (/^\/(?:dev|proc)\//.test(resolve(path))) return true;
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat !== undefined && !stat.isFile() && !stat.isDirectory();
}

/** Resolves a link, including one whose target does not exist yet. */
function targetOf(path: string): string {
  let target = path;
  for (let links = 0; links < MAX_LINKS; links += 1) {
    if (lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return target;
    target = resolve(dirname(target), readlinkSync(target));
  }
  throw new Error("too many symbolic links");
}

/** The limit of Linux. */
const MAX_LINKS = 40;

function replaceWhole(path: string, parts: Iterable<string | Uint8Array>): void {
  const beside = `${path}.${process.pid}.part`;
  mkdirSync(dirname(path), { recursive: true });
  try {
    const before = statSync(path, { throwIfNoEntry: false });
    // Never with more permissions than the existing file, not even temporarily.
    writeParts(openSync(beside, "w", (before?.mode ?? 0o666) & 0o777), parts);
    if (before !== undefined) chmodSync(beside, before.mode & 0o7777);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** Writes and closes an open file. */
function writeParts(file: number, parts: Iterable<string | Uint8Array>): void {
  try {
    for (const part of parts) writeFileSync(file, part);
  } finally {
    closeSync(file);
  }
}

/** A file to write, and its previous text; `undefined` if it is new. */
export interface FileChange {
  readonly path: string;
  readonly text: string;
  readonly before: string | undefined;
}

/**
 * Writes several files, all or none: first temporary files next to them, then renames. Links stay, and their targets
 * change.
 * @throws {CommandError} when one cannot be written; the others are unchanged
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

/** Returns the permissions of the existing file, or those of a new one. */
function modeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mode ?? 0o666;
}
