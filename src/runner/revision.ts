import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, realpathSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { messageOf, systemCode } from "../text/error-message.ts";
import { printable } from "../text/printable.ts";
import { RunnerError } from "./runner-error.ts";

/** A commit, and the difference of the working tree from it. */
export interface Revision {
  /** The full hash. */
  readonly commit: string;
  /** `YYYY-MM-DD`, in UTC: the day of the commit. */
  readonly day: string;
  /** The first tracked file that may affect stacks and has changed; undefined when there is none. */
  readonly changedCode: string | undefined;
}

/**
 * Files that cannot affect a stack. All others may: a test helper that the app imports, a library beside the project.
 */
const HARMLESS = /\.md$/i;

/**
 * Reads a revision.
 * @param fleetFolder excluded from `changedCode`: its files are compared by their stacks
 * @param projectFolder a folder of the repository, all of whose files are compared
 * @throws {RunnerError} when git or the revision is missing
 */
export function readRevision(name: string, fleetFolder: string, projectFolder: string): Revision {
  const resolved = git(projectFolder, [
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${name}^{commit}`,
  ]);
  const commit = resolved.text.trim();
  if (!resolved.ok || !/^[0-9a-f]{40,64}$/.test(commit)) {
    throw new RunnerError(
      "refused",
      `${printable(JSON.stringify(name))} is neither a folder with synthesized stacks nor a git revision` +
        `${resolved.error === "" ? " (a shallow clone lacks revisions: fetch the full history)" : `: ${resolved.error}`}`,
    );
  }
  const seconds = Number(must(git(projectFolder, ["show", "-s", "--format=%ct", commit])).trim());
  const top = must(git(projectFolder, ["rev-parse", "--show-toplevel"])).trimEnd();
  const fleet = `${realpathSync(fleetFolder)}${sep}`;
  // Compares with the working tree: the synthesis uses the files on disk, committed or not.
  const changed = must(
    git(top, ["diff", "--name-only", "--no-renames", "--no-relative", "-z", commit, "--"]),
  );
  return {
    commit,
    day: new Date(seconds * 1000).toISOString().slice(0, 10),
    changedCode: changed
      .split("\0")
      .find(
        (path) => path !== "" && !HARMLESS.test(path) && !join(realpathSync(top), path).startsWith(fleet),
      ),
  };
}

/**
 * Writes a folder's files at a commit into `target`.
 * @param folder an existing folder of the same repository
 * @param scratch an existing folder for git's own files
 * @returns false when the commit has no such folder
 */
export function materializeFolder(folder: string, commit: string, target: string, scratch: string): boolean {
  const path = must(git(folder, ["rev-parse", "--show-prefix"]))
    .trimEnd()
    .replace(/\/$/, "");
  const tree = git(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${commit}:${path}`]);
  if (!tree.ok || must(git(folder, ["cat-file", "-t", tree.text.trim()])).trim() !== "tree") return false;
  // Runs at the top level, because checkout-index is limited to the current folder, and with a separate index, which
  // keeps the user's unchanged.
  const top = must(git(folder, ["rev-parse", "--show-toplevel"])).trimEnd();
  const env = { GIT_INDEX_FILE: join(scratch, "index") };
  mkdirSync(target, { recursive: true });
  must(git(top, ["read-tree", tree.text.trim()], env));
  must(git(top, ["checkout-index", "--all", `--prefix=${resolve(target)}/`], env));
  return true;
}

interface GitResult {
  readonly ok: boolean;
  readonly text: string;
  readonly error: string;
}

function git(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): GitResult {
  const { error, status, stderr, stdout } = spawnSync("git", args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...env, GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0" },
    maxBuffer: 256 * 1024 * 1024,
    timeout: 120_000,
  });
  if (systemCode(error) === "ENOENT") {
    const what = existsSync(cwd) ? "git is not installed" : `there is no folder ${cwd}`;
    throw new RunnerError("outside", `${what}; --changed-since also accepts the folder of another synthesis`);
  }
  if (error !== undefined) throw new RunnerError("outside", `git failed: ${messageOf(error)}`);
  return { ok: status === 0, text: stdout, error: printable(stderr) };
}

function must(result: GitResult): string {
  if (!result.ok) throw new RunnerError("outside", `git failed: ${result.error}`);
  return result.text;
}
