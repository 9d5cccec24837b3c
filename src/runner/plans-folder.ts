import { chmodSync, mkdirSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { messageOf } from "../text/error-message.ts";
import { RunnerError } from "./runner-error.ts";

const OTHERS = 0o077;
/** `/tmp` and similar folders that every user writes to. */
const STICKY = 0o1000;

/**
 * Creates the folder of plans for its owner only, because plans contain secrets in plain text. Removes access of others
 * from an existing one.
 *
 * @param besides a path that other programs need: a folder that contains it cannot be restricted
 * @returns a message for the user about a change; undefined when there is none
 * @throws {RunnerError} when access cannot be restricted
 */
export function openPlansFolder(plans: string, besides: readonly string[]): string | undefined {
  mkdirSync(join(plans, "logs"), { recursive: true, mode: 0o700 });
  // Windows has no modes: a folder inherits its permissions.
  if (process.platform === "win32") return undefined;
  const { mode, uid } = statSync(plans);
  if ((mode & OTHERS) === 0) return undefined;
  const octal = (mode & 0o777).toString(8);
  const refuse = (why: string) =>
    new RunnerError(
      "refused",
      `${plans} can be read by others (mode ${octal}) and ${why}. Plans contain secrets in plain text: use a separate folder with --plans, or restrict this one with chmod 700`,
    );
  const own = process.getuid?.();
  if (own !== undefined && own !== 0 && uid !== own) throw refuse("belongs to another user");
  if ((mode & STICKY) !== 0 || besides.some((path) => isWithin(path, plans))) {
    throw refuse("other programs use it too");
  }
  try {
    chmodSync(plans, 0o700);
  } catch (error) {
    throw refuse(`cannot be restricted: ${messageOf(error)}`);
  }
  const isClosed = (statSync(plans).mode & OTHERS) === 0;
  return isClosed
    ? `${plans} was accessible to others (mode ${octal}): now restricted, because plans contain secrets in plain text`
    : `${plans} is on a file system without permissions: restrict access to it, because plans contain secrets in plain text`;
}

function isWithin(path: string, folder: string): boolean {
  const [inner, outer] = [real(path), real(folder)];
  return inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : `${outer}${sep}`);
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
