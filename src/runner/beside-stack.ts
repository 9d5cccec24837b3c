import { readdirSync } from "node:fs";
import { messageOf, systemCode } from "../text/error-message.ts";
import { printable } from "../text/printable.ts";
import { isBesideStack } from "../text/terraform-files.ts";
import { RunnerError } from "./runner-error.ts";

/**
 * Returns the files beside a stack's own that Terraform would merge into it, sorted.
 * @param folder the stack's folder
 * @throws {RunnerError} when the folder cannot be read
 */
export function filesBeside(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter(isBesideStack).sort();
  } catch (error) {
    if (systemCode(error) === "ENOENT") return [];
    throw new RunnerError("outside", `cannot read ${folder}: ${messageOf(error)}`);
  }
}

/** @throws {RunnerError} when Terraform would merge other files into the stack, which the gate has not judged */
export function refuseFilesBeside(folder: string): void {
  const [file, ...more] = filesBeside(folder);
  if (file === undefined) return;
  const others = more.length === 0 ? "" : ` and ${more.length} more`;
  throw new RunnerError(
    "refused",
    `Terraform would merge ${printable(`${folder}/${file}`)}${others} into the stack, but the gate did not judge it: remove it, and declare its content in main.ts`,
  );
}
