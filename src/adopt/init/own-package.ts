import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { z } from "zod";

/** This package, as it is installed. */
export interface OwnPackage {
  /** Its folder. */
  readonly root: string;
  readonly version: string;
  /** What it is developed with, by name: versions that are known to go together with it. */
  readonly devDependencies: Readonly<Record<string, string>>;
  /**
   * Whether a registry has this very version. A checkout, and what was installed from a tarball, is in none: under its
   * name there may be something else.
   */
  readonly published: boolean;
}

const Manifest = z.object({
  name: z.string(),
  version: z.string(),
  devDependencies: z.record(z.string(), z.string()),
});
/** npm's own note of what it installed: https://docs.npmjs.com/cli/configuring-npm/package-lock-json#hidden-lockfiles */
const Installed = z.object({
  packages: z.record(z.string(), z.object({ resolved: z.string().optional() })),
});

/** @param path its `package.json`. @default the one of this very code */
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
  // Other package managers, and global installations, leave no note.
  if (!existsSync(note)) return true;
  const { data } = Installed.safeParse(JSON.parse(readFileSync(note, "utf8")));
  return data?.packages[`node_modules/${name}`]?.resolved?.startsWith("file:") !== true;
}

/** The lock file with which this package was tested, as the build puts it where npm packs it. */
export const TESTED_LOCK = "dist/tested-lock.json";

/** The text of a file that this package ships. */
export function ownFile(own: OwnPackage, path: string): string {
  return readFileSync(join(own.root, path), "utf8");
}
