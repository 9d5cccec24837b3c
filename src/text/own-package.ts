import { createRequire } from "node:module";

/** The version of this package. Reading it loads no schema library, so that `--help` is fast. */
export function ownVersion(): string {
  const manifest = ownManifest();
  return "version" in manifest ? String(manifest.version) : "unknown";
}

/** The lowest version of Node that this package runs on: `20.19`. */
export function neededNode(): string {
  const manifest = ownManifest();
  const engines = "engines" in manifest ? Object(manifest.engines) : {};
  return String(engines.node ?? "").replace(/^[>=\s]+/, "");
}

/** The address of a file of this version in the package's repository: `docs/controls/budget.md`. */
export function ownPage(path: string): string {
  return `${ownRepository()}/blob/v${ownVersion()}/${path}`;
}

/** The page of the package's repository: `https://github.com/csp-baseline/csp-baseline`. */
export function ownRepository(): string {
  const manifest = ownManifest();
  const repository = "repository" in manifest ? Object(manifest.repository) : {};
  return String(repository.url ?? "").replace(/^git\+|\.git$/g, "");
}

function ownManifest(): object {
  const manifest: unknown = createRequire(import.meta.url)("csp-baseline/package.json");
  return typeof manifest === "object" && manifest !== null ? manifest : {};
}
