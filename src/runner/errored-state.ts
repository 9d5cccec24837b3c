import { chmodSync, constants, copyFileSync, lstatSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { systemCode } from "../text/error-message.ts";
import { shellWord } from "../text/shell-word.ts";
import type { StackFolder } from "./output.ts";
import { planFiles } from "./stack-files.ts";
import type { Terraform } from "./terraform.ts";

/**
 * The file that Terraform leaves in its folder after a change whose new state it could not store.
 * https://developer.hashicorp.com/terraform/language/state/backends#manual-state-pull-push
 */
const ERRORED_STATE = "errored.tfstate";

/**
 * Moves a state that could not be stored to the folder of plans, where no synthesis removes it.
 * @returns the path; undefined when there is none
 */
export function erroredState(stack: StackFolder, plans: string): string | undefined {
  const left = join(stack.folder, ERRORED_STATE);
  const kept = planFiles(plans, stack.id).erroredState;
  if (!isFile(left)) return isFile(kept) ? kept : undefined;
  // An older one is not overwritten: both are needed.
  if (isFile(kept)) return left;
  move(left, kept);
  // It contains all secrets of the state in plain text.
  chmodSync(kept, 0o600);
  return kept;
}

/** Returns why a stack with an unstored state is not changed, and how to store the state. */
export function erroredStateMessage(path: string, stack: StackFolder, { binary }: Terraform): string {
  const push = `${shellWord(basename(binary))} -chdir=${shellWord(stack.folder)} state push ${shellWord(path)}`;
  return `the state of its last apply could not be stored and is kept in ${path}; without it the next plan would create everything again. Store it with: ${push}. Then delete that file`;
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (systemCode(error) !== "EXDEV") throw error;
    copyFileSync(from, to, constants.COPYFILE_EXCL);
    rmSync(from);
  }
}
