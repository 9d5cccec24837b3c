import { lstatSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** What may be in the folder of a repository that is still to be made. */
const GIT = ".git";

/** What is in the way of a new repository. */
export class OccupiedError extends Error {}

/**
 * Makes sure that nothing is at a path, or an empty folder, or one with nothing but `.git`.
 * @throws {OccupiedError} naming what is there
 */
export function assertVacant(folder: string): void {
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (stat.isSymbolicLink()) throw new OccupiedError("it is a link; name the folder that it leads to");
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
 * Makes a folder whole or not at all: `fill` writes into a temporary folder beside it (inside, where it exists already
 * and so may be all that one can write to), and what it wrote is renamed into place when it returns.
 *
 * @param folder as {@link assertVacant} accepts it
 * @returns what `fill` does
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

/** Writes files below a folder, by their paths in it. */
export function writeFiles(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { flag: "wx" });
  }
}
