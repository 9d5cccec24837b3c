import { join } from "node:path";
import { expect, test } from "vitest";
import { ownPackage } from "../../../src/adopt/init/own-package.ts";
import { folderOf } from "../../support/fleet.ts";

const MANIFEST = JSON.stringify({
  name: "csp-baseline",
  version: "1.2.3",
  devDependencies: { vitest: "4.0.0" },
});

/** The package as npm installs it, with the note of its source. */
function installed(resolved: string | undefined): string {
  const note = JSON.stringify({ packages: { "node_modules/csp-baseline": { version: "1.2.3", resolved } } });
  const folder = folderOf({
    "node_modules/csp-baseline/package.json": MANIFEST,
    ...(resolved === undefined ? {} : { "node_modules/.package-lock.json": note }),
  });
  return join(folder, "node_modules/csp-baseline/package.json");
}

test("a checkout is not in a registry", () => {
  expect(ownPackage()).toMatchObject({ published: false, version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
});

test("a package that npm installed from a registry is in it, one from a tarball is not", () => {
  const registry = "https://registry.npmjs.org/csp-baseline/-/csp-baseline-1.2.3.tgz";
  expect(ownPackage(installed(registry))).toMatchObject({
    published: true,
    version: "1.2.3",
    devDependencies: { vitest: "4.0.0" },
  });
  expect(ownPackage(installed("file:../csp-baseline-1.2.3.tgz")).published).toBe(false);
});

test("without npm's note it counts as published", () => {
  expect(ownPackage(installed(undefined)).published).toBe(true);
});
