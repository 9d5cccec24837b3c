import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { isRunning } from "../text/running.ts";
import { PROVIDER_LOCK } from "./provider-lock.ts";

export const MANIFEST = "manifest.json";
export const STACK_FILE = "cdk.tf.json";
/** The last stack of a subscription that is no longer synthesized; the runner uses it to retire the subscription. */
export const RETIRED_FILE = "retired.json";

const BEFORE = /^\.before-(\d+)$/;
const Manifest = z.object({ stacks: z.record(z.string(), z.unknown()) });

/**
 * Keeps the files that a commit replaces in an output folder until the commit is done. If the commit is interrupted,
 * the last output can be restored completely. Without a manifest, nothing is deployed in the meantime.
 */
export class LastOutput {
  readonly #folder: string;
  readonly #before: string;

  /** Moves the manifest away: from here on the output is being replaced. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#before = join(folder, `.before-${process.pid}`);
    mkdirSync(this.#before);
    this.#move(MANIFEST, MANIFEST);
  }

  /** Moves a stack's file away, if there is one, and returns its new path. */
  take(id: string, name: string): string | undefined {
    return this.#move(join("stacks", id, name), `${id}.${name}`);
  }

  /** Deletes the kept files after the new manifest is in place. */
  forget(): void {
    rmSync(this.#before, { recursive: true, force: true });
  }

  restore(): void {
    restore(this.#folder, this.#before);
  }

  #move(from: string, to: string): string | undefined {
    const [path, kept] = [join(this.#folder, from), join(this.#before, to)];
    if (!existsSync(path)) return undefined;
    renameSync(path, kept);
    return kept;
  }
}

/** Restores the last output of a run that ended before its commit was done. */
export function restoreLastOutput(folder: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder)) {
    const owner = Number(BEFORE.exec(entry)?.[1] ?? Number.NaN);
    // A run that still works restores its own.
    if (Number.isNaN(owner) || (owner !== process.pid && isRunning(owner))) continue;
    const before = join(folder, entry);
    if (existsSync(join(folder, MANIFEST))) rmSync(before, { recursive: true, force: true });
    else restore(folder, before);
  }
}

/** May be interrupted and repeated: it only moves kept files back, and the manifest last. */
function restore(folder: string, before: string): void {
  const known = idsOf(join(before, MANIFEST));
  const stacks = join(folder, "stacks");
  for (const id of foldersIn(stacks)) {
    const putBack = (name: string): boolean => {
      const kept = join(before, `${id}.${name}`);
      if (!existsSync(kept)) return false;
      renameSync(kept, join(stacks, id, name));
      return true;
    };
    // A file that was not moved and belongs to the last output was not replaced yet.
    if (!putBack(STACK_FILE) && !known.has(id)) rmSync(join(stacks, id, STACK_FILE), { force: true });
    if (!putBack(RETIRED_FILE) && known.has(id)) rmSync(join(stacks, id, RETIRED_FILE), { force: true });
    putBack(PROVIDER_LOCK);
    removeIfEmpty(join(stacks, id));
  }
  if (existsSync(join(before, MANIFEST))) renameSync(join(before, MANIFEST), join(folder, MANIFEST));
  rmSync(before, { recursive: true, force: true });
}

function idsOf(manifest: string): ReadonlySet<string> {
  try {
    return new Set(Object.keys(Manifest.parse(JSON.parse(readFileSync(manifest, "utf8"))).stacks));
  } catch {
    return new Set();
  }
}

/** Returns the names of folders. Other files are not stacks: macOS creates .DS_Store files, for example. */
export function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

export function removeIfEmpty(folder: string): void {
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}
