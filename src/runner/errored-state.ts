import { chmodSync, constants, copyFileSync, lstatSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { shellWord } from "../text/shell-word.ts";
import type { StackFolder } from "./output.ts";
import { systemCode } from "./runner-error.ts";
import { planFiles } from "./stack-files.ts";
import type { Terraform } from "./terraform.ts";

/**
 * What Terraform leaves in its folder when it changed something and could not store the new state.
 * https://developer.hashicorp.com/terraform/language/state/backends#manual-state-pull-push
 */
const ERRORED_STATE = "errored.tfstate";

/**
 * The state of a stack that could not be stored, kept with the plans, where no synthesis takes it away.
 * @returns where it is; undefined when there is none
 */
export function erroredState(stack: StackFolder, plans: string): string | undefined {
  const left = join(stack.folder, ERRORED_STATE);
  const kept = planFiles(plans, stack.id).erroredState;
  if (!isFile(left)) return isFile(kept) ? kept : undefined;
  // An older one is not overwritten: both are needed.
  if (isFile(kept)) return left;
  move(left, kept);
  // It has every secret of the state in the clear.
  chmodSync(kept, 0o600);
  return kept;
}

/** Why nothing is done to a stack whose state could not be stored, and how to store it. */
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
