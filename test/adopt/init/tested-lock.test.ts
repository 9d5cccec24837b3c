import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ownPackage } from "../../../src/adopt/init/own-package.ts";
import { packageJson } from "../../../src/adopt/init/project-files.ts";
import { testedLock } from "../../../src/adopt/init/tested-lock.ts";
import { folderOf } from "../../support/fleet.ts";

const PACKAGE = { version: "1.2.3", devDependencies: {}, published: true };
const MANIFEST = JSON.stringify({
  name: "fleet",
  dependencies: { "csp-baseline": "1.2.3", cdktf: "0.21.0" },
  devDependencies: { vite: "8.0.0" },
});

function pathsOf(packages: Record<string, unknown>): string[] {
  const root = folderOf({
    "dist/tested-lock.json": JSON.stringify({ lockfileVersion: 3, packages }),
  });
  const lock = JSON.parse(testedLock(MANIFEST, { ...PACKAGE, root }));
  expect(lock.packages[""]).toEqual(JSON.parse(MANIFEST));
  return Object.keys(lock.packages).slice(1);
}

test("the lock has exactly the packages that the repository and this package need", () => {
  expect(
    pathsOf({
      "": { dependencies: { zod: "^4.0.0" }, devDependencies: { biome: "1.0.0" } },
      "node_modules/biome": {},
      "node_modules/cdktf": {
        dependencies: { semver: "^7.0.0" },
        peerDependencies: { constructs: "^10.0.0" },
      },
      "node_modules/cdktf/node_modules/semver": { dependencies: { lru: "1.0.0" } },
      "node_modules/constructs": {},
      "node_modules/lru": {},
      "node_modules/semver": {},
      "node_modules/vite": {
        optionalDependencies: { fsevents: "^2.0.0" },
        peerDependencies: { sass: "^1.0.0" },
        peerDependenciesMeta: { sass: { optional: true } },
      },
      "node_modules/fsevents": {},
      "node_modules/sass": {},
      "node_modules/zod": {},
    }),
  ).toEqual([
    "node_modules/cdktf",
    "node_modules/cdktf/node_modules/semver",
    "node_modules/constructs",
    "node_modules/fsevents",
    "node_modules/lru",
    "node_modules/vite",
    "node_modules/zod",
  ]);
});

test("every version of a new repository's lock is that of this project's own lock file", () => {
  const own = ownPackage();
  const tested = JSON.parse(readFileSync(join(own.root, "package-lock.json"), "utf8"));
  const { packages } = JSON.parse(testedLock(packageJson("fleet", own.version, own), own));
  const { "": root, ...others } = packages;
  expect(Object.keys(others)).toEqual(
    expect.arrayContaining(["node_modules/vite", "node_modules/cdktf", "node_modules/zod"]),
  );
  for (const [path, entry] of Object.entries(others))
    expect(entry, path).toMatchObject(tested.packages[path]);
  expect(root.dependencies).toHaveProperty("csp-baseline", own.version);
});
