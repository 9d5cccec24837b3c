import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";

/** npm could not do what it was asked to. The message has npm's own words. */
export class NpmError extends Error {}

/**
 * Where npm was run already (`npx`, `npm run`), it tells what it runs of its own settings. These would send another
 * npm to another folder.
 */
const PLACES = /^npm_config_(global|local_prefix|location|package|prefix|workspaces?)$/i;
const WAIT_MS = 300_000;

/** Packs the package in a folder as it is into a tarball. @returns the tarball's file name */
export function npmPack(root: string, destination: string): string {
  const output = npm(destination, ["pack", root, "--ignore-scripts", "--silent"]);
  const [name] = output.match(/^\S+\.tgz$/m) ?? [];
  if (name === undefined) throw new NpmError("npm pack named no tarball");
  return name;
}

/**
 * Completes `package-lock.json` beside a folder's `package.json`, and has `npm ci` check the two against each other.
 * Versions that the lock file has already stay, where they satisfy `package.json`. Installs nothing, runs no scripts.
 * @throws {NpmError} when npm cannot complete it, or `npm ci` would refuse it; then there is no lock file
 */
export function npmLock(folder: string): void {
  try {
    npm(folder, ["install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"]);
    npm(folder, ["ci", "--dry-run", "--ignore-scripts", "--no-audit", "--no-fund"]);
  } catch (error) {
    rmSync(join(folder, "package-lock.json"), { force: true });
    throw error;
  }
}

function npm(cwd: string, args: readonly string[]): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !PLACES.test(name)));
  // On Windows npm is a script, which only a shell can run; of the arguments only a folder needs quotes, and cannot have any.
  const shell = process.platform === "win32";
  const { error, status, stderr, stdout } = spawnSync("npm", shell ? args.map((arg) => `"${arg}"`) : args, {
    cwd,
    env,
    encoding: "utf8",
    timeout: WAIT_MS,
    shell,
  });
  if (error !== undefined) {
    throw new NpmError("code" in error && error.code === "ENOENT" ? "npm is not installed" : error.message);
  }
  if (status !== 0) throw new NpmError(lastWords(stderr, args));
  return stdout;
}

/** What npm says went wrong: its log's place, and lines that say nothing, left out. */
function lastWords(stderr: string, [verb = ""]: readonly string[]): string {
  const lines = stderr.split("\n").flatMap((line) => {
    const text = line.replace(/^npm (error|ERR!) ?/, "").trim();
    return text === "" || text.includes("_logs") || text.startsWith("A complete log") ? [] : [text];
  });
  return lines.length === 0 ? `npm ${verb} failed` : lines.slice(0, 6).join("\n");
}
