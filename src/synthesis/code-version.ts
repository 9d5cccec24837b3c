import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const CODE = /\.(?:[cm]?js|[cm]?ts|json)$/;
/** Types alone: they never run, and a package has as many of them as of scripts. */
const DECLARATIONS = /\.d\.[cm]?ts$/;
/** More files than an app has; a folder with more is no project, and is not worth reading. */
const MOST_FILES = 5_000;

/**
 * Names the code that builds stacks: this package's own, and the project's that runs it, lock file included.
 * Packages count by the lock file.
 *
 * @param script the program that runs, `process.argv[1]`
 * @param passedOver folders that hold no code: the fleet, the output
 * @returns undefined where that cannot be told, and so nothing may be reused
 */
export function codeVersion(script: string | undefined, passedOver: readonly string[]): string | undefined {
  const own = projectFolder(fileURLToPath(import.meta.url));
  const app = script === undefined ? undefined : projectFolder(resolve(script));
  if (own === undefined || app === undefined) return undefined;
  const skip = new Set(passedOver.map((folder) => resolve(folder)));
  const hash = createHash("sha256");
  for (const folder of new Set([own, app])) {
    const files = codeFiles(folder, skip);
    if (files === undefined) return undefined;
    for (const file of files)
      hash
        .update(`${file}\0`)
        .update(readFileSync(join(folder, file)))
        .update("\0");
  }
  return hash.digest("base64url");
}

/** The nearest folder upwards with a package.json. */
function projectFolder(file: string): string | undefined {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** Paths below the folder, sorted; undefined when there are too many. */
function codeFiles(root: string, skip: ReadonlySet<string>): string[] | undefined {
  const found: string[] = [];
  const pending = [""];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    for (const entry of readdirSync(join(root, at), { withFileTypes: true })) {
      const path = at === "" ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory()) {
        const passed =
          entry.name === "node_modules" || entry.name.startsWith(".") || skip.has(resolve(root, path));
        if (!passed) pending.push(path);
      } else if (entry.isFile() && CODE.test(entry.name) && !DECLARATIONS.test(entry.name)) found.push(path);
    }
    if (found.length > MOST_FILES) return undefined;
  }
  return found.sort();
}
