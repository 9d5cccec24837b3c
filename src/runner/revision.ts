import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, realpathSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { messageOf } from "../text/error-message.ts";
import { printable, RunnerError, systemCode } from "./runner-error.ts";

/** A commit, and what of the working tree differs from it. */
export interface Revision {
  /** The full hash. */
  readonly commit: string;
  /** `YYYY-MM-DD`, in UTC: the day on which it was committed. */
  readonly day: string;
  /** The first tracked file that may decide how stacks look and is not what it was; undefined when all are. */
  readonly changedCode: string | undefined;
}

/** What cannot change a stack. Anything else may: a test's helper that the app imports, a library beside the project. */
const HARMLESS = /\.md$/i;

/**
 * Looks a revision up.
 * @param fleetFolder its files are left out of `changedCode`: they are compared by the stacks they make
 * @param projectFolder a folder of the repository; all files of that are looked at
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
      `${printable(JSON.stringify(name))} is neither a folder with synthesized stacks nor a revision that git knows here` +
        `${resolved.error === "" ? " (a shallow clone has no others: fetch with full history)" : `: ${resolved.error}`}`,
    );
  }
  const seconds = Number(must(git(projectFolder, ["show", "-s", "--format=%ct", commit])).trim());
  const top = must(git(projectFolder, ["rev-parse", "--show-toplevel"])).trimEnd();
  const fleet = `${realpathSync(fleetFolder)}${sep}`;
  // Against the working tree: what was synthesized is what is on disk, committed or not.
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
 * Writes a folder's files as they were at a commit into `target`.
 * @param folder it exists, inside the same repository
 * @param scratch an existing folder for git's own files
 * @returns false when the commit had no such folder
 */
export function materializeFolder(folder: string, commit: string, target: string, scratch: string): boolean {
  const path = must(git(folder, ["rev-parse", "--show-prefix"]))
    .trimEnd()
    .replace(/\/$/, "");
  const tree = git(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${commit}:${path}`]);
  if (!tree.ok || must(git(folder, ["cat-file", "-t", tree.text.trim()])).trim() !== "tree") return false;
  // From the top: anywhere else, checkout-index takes a part only. With an index of its own: the user's stays as it is.
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
    throw new RunnerError("outside", `${what}; --changed-since also takes the folder of another synthesis`);
  }
  if (error !== undefined) throw new RunnerError("outside", `git failed: ${messageOf(error)}`);
  return { ok: status === 0, text: stdout, error: printable(stderr) };
}

function must(result: GitResult): string {
  if (!result.ok) throw new RunnerError("outside", `git failed: ${result.error}`);
  return result.text;
}
