import { createRequire } from "node:module";
import { member, textMember } from "../evidence/json.ts";

/** The version of this package. It takes no schema to read it: `--help` does not wait for one. */
export function ownVersion(): string {
  return textMember(ownManifest(), "version") ?? "unknown";
}

/** The lowest version of Node that this package runs on: `20.19`. */
export function neededNode(): string {
  return (textMember(member(ownManifest(), "engines"), "node") ?? "").replace(/^[>=\s]+/, "");
}

function ownManifest(): unknown {
  return createRequire(import.meta.url)("csp-baseline/package.json");
}
