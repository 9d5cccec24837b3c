import { messageOf } from "../../text/error-message.ts";
import { sha256 } from "../../text/sha256.ts";
import { ArchiveError, type Entries, unzipped, zipped } from "./archive.ts";
import { MANIFEST, type Manifest, ManifestSchema } from "./manifest.ts";

/** The comparison of a pack with its manifest. All lists contain paths in the pack. */
export interface PackVerification {
  readonly manifest: Manifest;
  readonly matching: readonly string[];
  readonly changed: readonly string[];
  readonly missing: readonly string[];
  /** Files that the manifest does not name. */
  readonly added: readonly string[];
  /** Whether the archive has the bytes that `report --pack` writes for these files: no other tool wrote it again. */
  readonly isOriginal: boolean;
  /** Of the whole file. */
  readonly sha256: string;
}

/**
 * Compares every file of a pack with the hashes of its manifest, and the archive with the one that these files make.
 * A manifest and files that were changed together are found only by the SHA-256 of the pack, which its writer prints.
 *
 * @throws {ArchiveError} when it is not an evidence pack, or is not safe to open
 */
export function verifyPack(archive: Uint8Array): PackVerification {
  const entries = unzipped(archive);
  const manifest = manifestOf(entries);
  const named = new Map(manifest.files.map((file) => [file.path, file]));
  const states = [...named].map(([path, file]) => {
    const content = entries.get(path);
    if (content === undefined) return { path, state: "missing" };
    const same = content.length === file.bytes && sha256(content) === file.sha256;
    return { path, state: same ? "matching" : "changed" };
  });
  const inState = (state: string) => states.filter((one) => one.state === state).map(({ path }) => path);
  return {
    manifest,
    matching: inState("matching"),
    changed: inState("changed"),
    missing: inState("missing"),
    added: [...entries.keys()].filter((path) => path !== MANIFEST && !named.has(path)),
    isOriginal: Buffer.from(zipped(entries)).equals(archive),
    sha256: sha256(archive),
  };
}

function manifestOf(entries: Entries): Manifest {
  const content = entries.get(MANIFEST);
  if (content === undefined) throw new ArchiveError(`it has no ${MANIFEST}: it is not an evidence pack`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(content));
  } catch (error) {
    throw new ArchiveError(`its ${MANIFEST} is not JSON: ${messageOf(error)}`);
  }
  const read = ManifestSchema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new ArchiveError(`its ${MANIFEST} is not valid: ${issue?.path.join(".")}: ${issue?.message}`);
}
