import { posix } from "node:path";
import type { Fleet, Position } from "../fleet/index.ts";

/**
 * Returns the file of a position with forward slashes and never absolute: a report must not contain folder names of the
 * machine, and code scanning requires paths in the repository. A fleet outside of the working directory keeps the name
 * of its own folder.
 */
export function relativeFile({ file }: Position, fleet: Fleet): string {
  const path = file.replaceAll("\\", "/");
  if (!isOutside(path)) return path.replace(/^(?:\.\/)+/, "");
  const folder = posix.dirname(fleet.partner.locate(["partner"]).file.replaceAll("\\", "/"));
  const inside = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : posix.basename(path);
  return posix.join(posix.basename(folder), inside);
}

function isOutside(path: string): boolean {
  return /^(?:[A-Za-z]:)?\/|^\.\.(?:\/|$)/.test(path);
}

/** Returns the file as a relative URI, percent-encoded. */
export function relativeUri(position: Position, fleet: Fleet): string {
  return relativeFile(position, fleet).split("/").map(encodeURIComponent).join("/");
}
