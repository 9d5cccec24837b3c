import { z } from "zod";
import { type OwnPackage, ownFile, TESTED_LOCK } from "./own-package.ts";

const Names = z.record(z.string(), z.string());
/** An entry of `packages`: https://docs.npmjs.com/cli/configuring-npm/package-lock-json#packages */
const Entry = z.looseObject({
  dependencies: Names.optional(),
  optionalDependencies: Names.optional(),
  peerDependencies: Names.optional(),
  peerDependenciesMeta: z.record(z.string(), z.looseObject({ optional: z.boolean().optional() })).optional(),
});
type Entry = z.infer<typeof Entry>;
const Lock = z.looseObject({ lockfileVersion: z.literal(3), packages: z.record(z.string(), Entry) });
const Manifest = z.looseObject({
  name: z.string(),
  dependencies: Names,
  devDependencies: Names,
});

/**
 * Returns the initial lock file of a new repository: the tested versions of those packages that the repository needs.
 * npm keeps them and adds the missing package, which is this one. Without the file, npm would resolve newer, untested
 * versions.
 * @param packageJson the repository's
 */
export function testedLock(packageJson: string, own: OwnPackage): string {
  const manifest = Manifest.parse(JSON.parse(packageJson));
  const { packages } = Lock.parse(JSON.parse(ownFile(own, TESTED_LOCK)));
  const { name, dependencies, devDependencies } = manifest;
  const roots = [manifest, { dependencies: packages[""]?.dependencies ?? {} }].flatMap(neededBy);
  roots.push(...Object.keys(devDependencies));
  return `${JSON.stringify(
    {
      name,
      lockfileVersion: 3,
      requires: true,
      packages: { "": { name, dependencies, devDependencies }, ...closure(packages, roots) },
    },
    undefined,
    2,
  )}\n`;
}

/** Returns the entries that some top-level packages need, directly and indirectly, by their paths, sorted. */
function closure(packages: Readonly<Record<string, Entry>>, roots: readonly string[]): Record<string, Entry> {
  const found = new Map<string, Entry>();
  const open = roots.map((name) => ({ from: "", name }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const path = placeOf(packages, next.from, next.name);
    const entry = path === undefined ? undefined : packages[path];
    // npm adds packages that the lock file lacks: this package, or an optional peer.
    if (path === undefined || entry === undefined || found.has(path)) continue;
    found.set(path, entry);
    open.push(...neededBy(entry).map((name) => ({ from: path, name })));
  }
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function neededBy(entry: Entry): string[] {
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = entry;
  const peers = Object.keys(peerDependencies ?? {}).filter(
    (name) => peerDependenciesMeta?.[name]?.optional !== true,
  );
  return [...Object.keys(dependencies ?? {}), ...Object.keys(optionalDependencies ?? {}), ...peers];
}

/** Resolves a package from another one's folder as Node does: its own `node_modules`, then those above it. */
function placeOf(packages: Readonly<Record<string, Entry>>, from: string, name: string): string | undefined {
  for (let folder = from; ; ) {
    const path = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
    if (Object.hasOwn(packages, path)) return path;
    if (folder === "") return undefined;
    const above = folder.lastIndexOf("/node_modules/");
    folder = above === -1 ? "" : folder.slice(0, above);
  }
}
