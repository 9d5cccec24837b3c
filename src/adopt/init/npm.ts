import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";

/** A failure of npm, with npm's message. */
export class NpmError extends Error {}

/** Settings that npm exports to its scripts (`npx`, `npm run`). They would direct another npm to another folder. */
const PLACES = /^npm_config_(global|local_prefix|location|package|prefix|workspaces?)$/i;
const WAIT_MS = 300_000;

/** Packs the package in a folder into a tarball. @returns the tarball's file name */
export function npmPack(root: string, destination: string): string {
  const output = npm(destination, ["pack", root, "--ignore-scripts", "--silent"]);
  const [name] = output.match(/^\S+\.tgz$/m) ?? [];
  if (name === undefined) throw new NpmError("npm pack reported no tarball");
  return name;
}

/**
 * Completes `package-lock.json` for a `package.json`, and verifies both with `npm ci`. Versions in the lock file are
 * kept if they satisfy `package.json`. Installs nothing, runs no scripts.
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
  // On Windows npm is a script, which only a shell can run. Only the folder among the arguments needs quotes, and it
  // cannot contain any.
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

/** Returns npm's error without the path of its log and empty lines. */
function lastWords(stderr: string, [verb = ""]: readonly string[]): string {
  const lines = stderr.split("\n").flatMap((line) => {
    const text = line.replace(/^npm (error|ERR!) ?/, "").trim();
    return text === "" || text.includes("_logs") || text.startsWith("A complete log") ? [] : [text];
  });
  return lines.length === 0 ? `npm ${verb} failed` : lines.slice(0, 6).join("\n");
}
