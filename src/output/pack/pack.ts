import { ownVersion } from "../../text/own-package.ts";
import { sha256 } from "../../text/sha256.ts";
import { zipped } from "./archive.ts";
import { MANIFEST, type Manifest, PACK_SCHEMA } from "./manifest.ts";

/** A file that a pack is made of, as it was read. */
export interface PackInput {
  readonly kind: Manifest["inputs"][number]["kind"];
  readonly name: string;
  readonly content: Uint8Array;
}

/** The content of a pack. */
export interface PackContent {
  /** An instant in ISO 8601, UTC. */
  readonly generatedAt: string;
  readonly partner: Manifest["partner"];
  /** @default - the whole fleet */
  readonly customer?: string;
  readonly inputs: readonly PackInput[];
  /** Files by their paths in the pack. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Writes an evidence pack: a ZIP archive of the files and a manifest of their SHA-256 hashes. The same content gives the
 * same bytes.
 *
 * @throws {ArchiveError} when it is too large
 */
export function evidencePack({ customer, files, generatedAt, inputs, partner }: PackContent): Uint8Array {
  const manifest: Manifest = {
    schema: PACK_SCHEMA,
    generatedAt,
    product: { name: "csp-baseline", version: ownVersion() },
    partner,
    ...(customer === undefined ? {} : { customer }),
    inputs: inputs.map(({ content, kind, name }) => ({ kind, name, ...hashesOf(content) })),
    files: [...files].map(([path, content]) => ({ path, ...hashesOf(content) })),
  };
  return zipped(new Map([...files, [MANIFEST, jsonBytes(manifest)]]));
}

/** Returns a value as JSON for people, in UTF-8. */
export function jsonBytes(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`);
}

function hashesOf(content: Uint8Array): { bytes: number; sha256: string } {
  return { bytes: content.length, sha256: sha256(content) };
}
