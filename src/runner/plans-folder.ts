import { chmodSync, mkdirSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { messageOf } from "../text/error-message.ts";
import { RunnerError } from "./runner-error.ts";

const OTHERS = 0o077;
/** `/tmp` and the like, which everyone writes to. */
const STICKY = 0o1000;

/**
 * Makes the folder of plans, for its owner only: plans hold secrets in the clear. One that is there and open to others is
 * closed.
 *
 * @param besides a path that other programs need too: a folder with it inside cannot be closed
 * @returns what was done that the user should know; undefined when there is nothing
 * @throws {RunnerError} when it cannot be closed
 */
export function openPlansFolder(plans: string, besides: readonly string[]): string | undefined {
  mkdirSync(join(plans, "logs"), { recursive: true, mode: 0o700 });
  // Windows has no modes: there a folder inherits who may read it.
  if (process.platform === "win32") return undefined;
  const { mode, uid } = statSync(plans);
  if ((mode & OTHERS) === 0) return undefined;
  const octal = (mode & 0o777).toString(8);
  const refuse = (why: string) =>
    new RunnerError(
      "refused",
      `${plans} can be read by others (mode ${octal}) and ${why}. Plans hold secrets in the clear: name a folder of its own with --plans, or close this one with chmod 700`,
    );
  const own = process.getuid?.();
  if (own !== undefined && own !== 0 && uid !== own) throw refuse("belongs to another user");
  if ((mode & STICKY) !== 0 || besides.some((path) => isWithin(path, plans))) {
    throw refuse("other programs use it too");
  }
  try {
    chmodSync(plans, 0o700);
  } catch (error) {
    throw refuse(`cannot be closed: ${messageOf(error)}`);
  }
  const isClosed = (statSync(plans).mode & OTHERS) === 0;
  return isClosed
    ? `${plans} was open to others (mode ${octal}): closed, because plans hold secrets in the clear`
    : `${plans} is on a file system without permissions: keep others away from it, because plans hold secrets in the clear`;
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
