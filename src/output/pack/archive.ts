import { unzipSync, type Zippable, zipSync } from "fflate";
import { messageOf } from "../../text/error-message.ts";
import { visible } from "../../text/visible.ts";

/** Bounds of a pack, for writing and for reading. */
const MOST_ENTRIES = 20_000;
const MOST_BYTES = 1024 ** 3;
const LONGEST_NAME = 300;

/** A file that is not a ZIP archive, or one that is not safe to open. The message is one line without the file's name. */
export class ArchiveError extends Error {}

/** Files by path, in the order of the archive. */
export type Entries = ReadonlyMap<string, Uint8Array>;

/**
 * Packs files into a ZIP archive. The same files give the same bytes on every machine: fflate compresses in JavaScript,
 * and every entry has the first time that ZIP can express.
 *
 * @throws {ArchiveError} when there are too many files or bytes
 */
export function zipped(entries: Entries): Uint8Array {
  let bytes = 0;
  for (const content of entries.values()) bytes += content.length;
  if (bytes > MOST_BYTES) throw new ArchiveError("the files have more than 1 GiB");
  if (entries.size > MOST_ENTRIES) throw new ArchiveError(`there are more than ${MOST_ENTRIES} files`);
  const files: Zippable = Object.fromEntries(entries);
  // ZIP stores local time: this is the same local time everywhere.
  return zipSync(files, { level: 6, mtime: new Date(1980, 0, 1) });
}

/**
 * Reads a ZIP archive. Folders are left out.
 *
 * @throws {ArchiveError} when it is damaged, too large, or has a name that is unsafe or stands twice
 */
export function unzipped(archive: Uint8Array): Entries {
  const names = new Set<string>();
  let bytes = 0;
  let files: Readonly<Record<string, Uint8Array>>;
  try {
    files = unzipSync(archive, {
      filter: ({ name, originalSize, size }) => {
        const complaint = unsafe(name);
        if (complaint !== undefined)
          throw new ArchiveError(`the name ${visible(name.slice(0, 80))} ${complaint}`);
        if (names.has(name)) throw new ArchiveError(`the name ${visible(name)} stands twice`);
        names.add(name);
        bytes += Math.max(originalSize, size);
        if (bytes > MOST_BYTES) throw new ArchiveError("it unpacks to more than 1 GiB");
        if (names.size > MOST_ENTRIES) throw new ArchiveError(`it has more than ${MOST_ENTRIES} files`);
        return !name.endsWith("/");
      },
    });
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw new ArchiveError(`it is not a ZIP archive, or it is cut off (${messageOf(error)})`);
  }
  return new Map(Object.entries(files));
}

/** Returns why a program that unpacks the archive must not use this name. */
function unsafe(name: string): string | undefined {
  if (name === "" || name.length > LONGEST_NAME) return "is empty or too long";
  if (name.startsWith("/") || /[\\:\p{Cc}\p{Cf}]/u.test(name)) return "is not a relative path";
  const parts = name.replace(/\/$/, "").split("/");
  return parts.some((part) => ["", ".", "..", "__proto__"].includes(part))
    ? "leads out of the folder"
    : undefined;
}
