import { cpSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join, resolve, sep } from "node:path";
import { TerraformStack } from "#engine";
import { isPlainMap } from "../text/json.ts";
import { synthesize, synthesizeInto } from "./synthesize.ts";
import { inTemporaryFolder } from "./temporary.ts";
import { show } from "./values.ts";

/** A synthesized stack on disk for Terraform. */
export interface StackFolder {
  /** The stack's id, or "the stack" if unknown. */
  readonly name: string;
  readonly folder: string;
}

/**
 * Writes a test's value into a temporary folder, calls `use` for each stack in it, and always deletes the folder. A
 * stack is written with its assets, like `app.synth()`; its JSON has none.
 *
 * @param received a value for {@link synthesize}, or the path of an output folder (`Testing.fullSynth(stack)`), which
 * is copied and may contain several stacks
 */
export function inWorkspace<T>(received: unknown, use: (stack: StackFolder) => T): T[] {
  return inTemporaryFolder((root) => writeStacks(received, root).map(use));
}

function writeStacks(received: unknown, root: string): StackFolder[] {
  if (TerraformStack.isStack(received))
    return [{ name: received.node.id, folder: synthesizeInto(received, root) }];
  if (typeof received === "string" && isFolder(received)) return copyOutput(received, root);
  writeFileSync(join(root, "cdk.tf.json"), JSON.stringify(synthesize(received)));
  return [{ name: "the stack", folder: root }];
}

function isFolder(path: string): boolean {
  // The text may be a stack's JSON, which is too long for a path: existsSync returns false for it, statSync throws.
  return existsSync(path) && statSync(path).isDirectory();
}

function copyOutput(output: string, root: string): StackFolder[] {
  const stacks = readManifest(output);
  cpSync(output, root, { recursive: true, filter: (path) => basename(path) !== ".terraform" });
  return stacks.map(([name, workingDirectory]) => {
    const folder = resolve(root, workingDirectory);
    if (!folder.startsWith(root + sep)) throw new Error(`${output}: stack '${name}' is outside the folder`);
    return { name, folder };
  });
}

/** Returns the stacks of an output folder, each with its folder. */
function readManifest(output: string): [string, string][] {
  const path = join(output, "manifest.json");
  const manifest: unknown = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
  const stacks = isPlainMap(manifest) && isPlainMap(manifest.stacks) ? Object.entries(manifest.stacks) : [];
  if (stacks.length === 0) {
    throw new Error(
      `expected a folder written by app.synth() or Testing.fullSynth(stack), found no stacks in ${show(path)}`,
    );
  }
  return stacks.map(([name, stack]) => {
    const folder = isPlainMap(stack) ? stack.workingDirectory : undefined;
    if (typeof folder !== "string") throw new Error(`${path}: stack '${name}' has no workingDirectory`);
    return [name, folder];
  });
}
