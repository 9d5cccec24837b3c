import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { messageOf, systemCode } from "../text/error-message.ts";
import { printable } from "../text/printable.ts";
import { RunnerError } from "./runner-error.ts";

/** One synthesized stack: a working folder of Terraform. */
export interface StackFolder {
  readonly id: string;
  /** Absolute. */
  readonly folder: string;
  /** Its `cdk.tf.json`. */
  readonly file: string;
  /** Whether its plan may destroy resources. @default true */
  readonly mayDestroy?: boolean;
}

/** The output of a synthesis, by its `manifest.json`. */
export interface Output {
  /** Absolute. */
  readonly folder: string;
  /** Sorted by id. */
  readonly stacks: readonly StackFolder[];
  /** Folders of stacks that the manifest no longer lists but that still contain Terraform's files. */
  readonly leftovers: readonly string[];
}

const STACK_FILE = "cdk.tf.json";
/** The engine's rules, also safe as a file name: no separator, no leading dot. */
const STACK_ID = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const Manifest = z.object({ stacks: z.record(z.string(), z.unknown()) });

/**
 * Reads `cdktf.out`, independent of how the stacks were made.
 * @throws {RunnerError} when the folder has no synthesis or an invalid manifest
 */
export function readOutput(folder: string): Output {
  const manifest = readManifest(folder);
  const stacks = Object.keys(manifest.stacks)
    .sort()
    .map((id) => {
      if (!STACK_ID.test(id)) {
        throw new RunnerError(
          "refused",
          `${folder}/manifest.json: ${printable(JSON.stringify(id))} is not a valid name of a stack`,
        );
      }
      const at = resolve(folder, "stacks", id);
      return { id, folder: at, file: join(at, STACK_FILE) };
    });
  const known = new Set(stacks.map(({ id }) => id));
  return { folder: resolve(folder), stacks, leftovers: foldersIn(join(folder, "stacks"), known) };
}

function readManifest(folder: string): z.infer<typeof Manifest> {
  const path = join(folder, "manifest.json");
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const missing = systemCode(error) === "ENOENT" || systemCode(error) === "ENOTDIR";
    throw new RunnerError(
      missing ? "refused" : "outside",
      missing
        ? `there are no synthesized stacks in ${folder}: run csp-baseline synth first`
        : `cannot read ${path}: ${messageOf(error)}`,
    );
  }
  try {
    return Manifest.parse(JSON.parse(text));
  } catch {
    throw new RunnerError(
      "refused",
      `${path} is not a manifest of synthesized stacks: run csp-baseline synth again`,
    );
  }
}

function foldersIn(folder: string, known: ReadonlySet<string>): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && STACK_ID.test(entry.name) && !known.has(entry.name))
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}
