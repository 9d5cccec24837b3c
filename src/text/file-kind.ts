import type { Stats } from "node:fs";

/** Returns the kind of a file for the middle of a sentence: `a symbolic link`, `a named pipe (FIFO)`. */
export function kindOf(stat: Stats): string {
  if (stat.isFile()) return "a regular file";
  if (stat.isDirectory()) return "a folder";
  if (stat.isSymbolicLink()) return "a symbolic link";
  if (stat.isFIFO()) return "a named pipe (FIFO)";
  if (stat.isSocket()) return "a socket";
  return "a device";
}
