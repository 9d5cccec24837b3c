import { createRequire } from "node:module";

/** The version of this package. It takes no schema to read it: `--help` does not wait for one. */
export function ownVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)("csp-baseline/package.json");
  const isManifest = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return isManifest ? String(manifest.version) : "unknown";
}
