import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf, systemCode } from "../text/error-message.ts";
import { kindOf } from "../text/file-kind.ts";
import { filesBeside } from "./beside-stack.ts";
import type { StackFolder } from "./output.ts";
import { RunnerError } from "./runner-error.ts";

/**
 * Returns the SHA-256 of a stack's content, in hexadecimal: equal for equal stacks only. It includes files that
 * Terraform would merge into the stack.
 * @throws {RunnerError} when the stack no longer exists
 */
export function stackHash(stack: StackFolder): string {
  const own = fileHash(
    stack.file,
    `the folder of stack ${stack.id} is missing: run csp-baseline synth again`,
  );
  const beside = filesBeside(stack.folder);
  if (beside.length === 0) return own;
  const parts = beside.map((name) => [name, fileHash(join(stack.folder, name), `${name} is missing`)]);
  return hashOf(Buffer.from(JSON.stringify([own, ...parts])));
}

/**
 * Returns the SHA-256 of a file, in hexadecimal.
 * @throws {RunnerError} with the message `missing` when there is none
 */
export function fileHash(path: string, missing: string): string {
  return hashOf(readRegularFile(path, missing));
}

/** Returns the SHA-256 of bytes, in hexadecimal. */
export function hashOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/**
 * Reads a file without following links and without blocking, for example on a pipe.
 * @throws {RunnerError} with the message `missing` when there is none, and when it is not a regular file
 */
export function readRegularFile(path: string, missing: string): Buffer {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT") throw new RunnerError("refused", missing);
    // The error codes of BSD and Linux for a link that is not followed, and for a socket.
    if (code === "ELOOP" || code === "EMLINK") throw notRegular(path, "a symbolic link");
    if (code === "ENXIO") throw notRegular(path, "a socket or a device");
    throw new RunnerError("outside", `cannot read ${path}: ${messageOf(error)}`);
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw notRegular(path, kindOf(stat));
    return readFileSync(file);
  } catch (error) {
    if (error instanceof RunnerError) throw error;
    throw new RunnerError("outside", `cannot read ${path}: ${messageOf(error)}`);
  } finally {
    closeSync(file);
  }
}

function notRegular(path: string, kind: string): RunnerError {
  return new RunnerError("refused", `${path} is ${kind}, not a regular file`);
}
