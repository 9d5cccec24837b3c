import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { messageOf } from "../text/error-message.ts";
import { kindOf } from "../text/file-kind.ts";
import { filesBeside } from "./beside-stack.ts";
import { printable, RunnerError, systemCode } from "./runner-error.ts";

/** One synthesized stack: a folder that Terraform runs in. */
export interface StackFolder {
  readonly id: string;
  /** Absolute. */
  readonly folder: string;
  /** Its `cdk.tf.json`. */
  readonly file: string;
  /** Whether its plan may destroy resources. @default true */
  readonly mayDestroy?: boolean;
}

/** What a synthesis left, as `manifest.json` tells it. */
export interface Output {
  /** Absolute. */
  readonly folder: string;
  /** Sorted by id. */
  readonly stacks: readonly StackFolder[];
  /** Folders of stacks that the manifest no longer has: something of Terraform's is still in them. */
  readonly leftovers: readonly string[];
}

const STACK_FILE = "cdk.tf.json";
/** As the engine allows, and safe as a file's name: no separator, no leading dot. */
const STACK_ID = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const Manifest = z.object({ stacks: z.record(z.string(), z.unknown()) });

/**
 * Reads `cdktf.out`. How the stacks were made does not matter.
 * @throws {RunnerError} when nothing was synthesized there, or the manifest is none
 */
export function readOutput(folder: string): Output {
  const manifest = readManifest(folder);
  const stacks = Object.keys(manifest.stacks)
    .sort()
    .map((id) => {
      if (!STACK_ID.test(id)) {
        throw new RunnerError(
          "refused",
          `${folder}/manifest.json: ${printable(JSON.stringify(id))} is no stack's name`,
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
      `${path} is no manifest of synthesized stacks: run csp-baseline synth again`,
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

/**
 * The SHA-256 of what a stack consists of, in hexadecimal: equal for equal stacks only. Files that Terraform would merge
 * into it count.
 * @throws {RunnerError} when the stack is not there any more
 */
export function stackHash(stack: StackFolder): string {
  const own = fileHash(
    stack.file,
    `stack ${stack.id} is not in its folder any more: run csp-baseline synth again`,
  );
  const beside = filesBeside(stack.folder);
  if (beside.length === 0) return own;
  const parts = beside.map((name) => [name, fileHash(join(stack.folder, name), `${name} is gone`)]);
  return hashOf(Buffer.from(JSON.stringify([own, ...parts])));
}

/**
 * The SHA-256 of a file, in hexadecimal.
 * @throws {RunnerError} `missing` when there is none
 */
export function fileHash(path: string, missing: string): string {
  return hashOf(readRegularFile(path, missing));
}

/** The SHA-256 of bytes, in hexadecimal. */
export function hashOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/**
 * The bytes of a file. A link is not followed, and nothing is waited for, as the writer of a pipe would be.
 * @throws {RunnerError} `missing` when there is none, and when it is no regular file
 */
export function readRegularFile(path: string, missing: string): Buffer {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT") throw new RunnerError("refused", missing);
    // What BSD and Linux say of a link that is not to be followed, and of a socket.
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
