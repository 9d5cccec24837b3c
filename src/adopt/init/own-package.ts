import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { z } from "zod";

/** This package as installed. */
export interface OwnPackage {
  /** Its folder. */
  readonly root: string;
  readonly version: string;
  /** Its development dependencies by name: versions that were tested together. */
  readonly devDependencies: Readonly<Record<string, string>>;
  /**
   * Whether a registry has exactly this version. False for a checkout and for an installation from a tarball: the
   * registry may have other content under this version.
   */
  readonly published: boolean;
}

const Manifest = z.object({
  name: z.string(),
  version: z.string(),
  devDependencies: z.record(z.string(), z.string()),
});
/** npm's record of installed packages: https://docs.npmjs.com/cli/configuring-npm/package-lock-json#hidden-lockfiles */
const Installed = z.object({
  packages: z.record(z.string(), z.object({ resolved: z.string().optional() })),
});

/** @param path the path of its `package.json`. @default - that of this code */
export function ownPackage(
  path: string = createRequire(import.meta.url).resolve("csp-baseline/package.json"),
): OwnPackage {
  const { devDependencies, name, version } = Manifest.parse(JSON.parse(readFileSync(path, "utf8")));
  const root = dirname(path);
  return { root, version, devDependencies, published: isFromRegistry(root, name) };
}

function isFromRegistry(root: string, name: string): boolean {
  const folder = dirname(root);
  if (basename(folder) !== "node_modules") return false;
  const note = join(folder, ".package-lock.json");
  // Other package managers, and global installations, have no such record.
  if (!existsSync(note)) return true;
  const { data } = Installed.safeParse(JSON.parse(readFileSync(note, "utf8")));
  return data?.packages[`node_modules/${name}`]?.resolved?.startsWith("file:") !== true;
}

/** Returns the lock file with which this package was tested. The build copies it into the package. */
export const TESTED_LOCK = "dist/tested-lock.json";

/** Returns the text of a file in this package. */
export function ownFile(own: OwnPackage, path: string): string {
  return readFileSync(join(own.root, path), "utf8");
}
