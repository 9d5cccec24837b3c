import { lstatSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** The only entries that the folder of a new repository may contain. */
const GIT = ".git";

/** A file or folder at the path of a new repository. */
export class OccupiedError extends Error {}

/**
 * Verifies that a path is free: it does not exist, or is an empty folder, or a folder with only `.git`.
 * @throws {OccupiedError} naming the existing entries
 */
export function assertVacant(folder: string): void {
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (stat.isSymbolicLink()) throw new OccupiedError("it is a link; use the path of its target");
  if (!stat.isDirectory()) throw new OccupiedError("it is a file");
  const names = readdirSync(folder)
    .filter((name) => name !== GIT)
    .sort();
  if (names.length === 0) return;
  const shown = names.slice(0, 5).map((name) => JSON.stringify(name.slice(0, 60)));
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : "";
  throw new OccupiedError(`it is not empty: it has ${shown.join(", ")}${more}`);
}

/**
 * Creates a folder completely or not at all. `fill` writes into a temporary folder, and the entries are moved into
 * place when it returns. The temporary folder is next to the new one, or inside it if it exists, because its parent may
 * not be writable.
 *
 * @param folder as {@link assertVacant} accepts it
 * @returns the result of `fill`
 */
export function placeWhole<Result>(folder: string, fill: (staging: string) => Result): Result {
  const target = resolve(folder);
  const exists = lstatSync(target, { throwIfNoEntry: false }) !== undefined;
  const name = `.${basename(target)}.${process.pid}.part`;
  const staging = exists ? join(target, name) : join(dirname(target), name);
  mkdirSync(staging, { recursive: true });
  try {
    const result = fill(staging);
    if (exists) {
      for (const entry of readdirSync(staging)) renameSync(join(staging, entry), join(target, entry));
      rmdirSync(staging);
    } else renameSync(staging, target);
    return result;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Writes files into a folder, by their relative paths. */
export function writeFiles(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { flag: "wx" });
  }
}
