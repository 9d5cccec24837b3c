import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { isRunning } from "../text/running.ts";
import { isBesideStack } from "../text/terraform-files.ts";
import {
  foldersIn,
  LastOutput,
  MANIFEST,
  RETIRED_FILE,
  removeIfEmpty,
  restoreLastOutput,
  STACK_FILE,
} from "./last-output.ts";
import { hasStaleLock, PROVIDER_LOCK } from "./provider-lock.ts";

const STAGING = /^\.staging-(\d+)$/;

/**
 * An output folder (`cdktf.out`) that changes completely or not at all. Stacks are written to a staging folder inside
 * it; {@link commit} moves them into place, {@link discard} leaves the folder unchanged.
 *
 * There is no manifest during a commit, so a killed run leaves nothing that a tool would deploy. The next run restores
 * the last output first: see LastOutput.
 * Terraform's files beside a stack (`.terraform`, a lock file, plans) stay, except a lock file with other provider
 * versions than the stack's.
 */
export class OutputFolder {
  readonly #folder: string;
  readonly #staging: string;
  readonly #created: boolean;
  /** Stacks written in this run. */
  readonly #written = new Set<string>();
  /** Stacks of an earlier run that stay. */
  readonly #kept = new Set<string>();

  /** @param folder created when missing, with its parents */
  constructor(folder: string) {
    this.#folder = folder;
    this.#staging = join(folder, `.staging-${process.pid}`);
    this.#created = !existsSync(folder);
    mkdirSync(folder, { recursive: true });
    restoreLastOutput(folder);
    for (const entry of readdirSync(folder)) {
      const owner = STAGING.exec(entry)?.[1];
      // Left by a killed run; a running process still uses its own.
      if (owner !== undefined && (Number(owner) === process.pid || !isRunning(Number(owner)))) {
        rmSync(join(folder, entry), { recursive: true, force: true });
      }
    }
    mkdirSync(join(this.#staging, "stacks"), { recursive: true });
  }

  /** The folder that the engine uses as its output folder. */
  get staging(): string {
    return this.#staging;
  }

  writeStack(id: string, json: string): void {
    stageStack(this.#staging, id, json);
    this.#written.add(id);
  }

  /** Counts a stack as written that a worker wrote to the staging folder. */
  addStaged(id: string): void {
    this.#written.add(id);
  }

  /** Returns the text of a stack in the staging folder. */
  readStaged(id: string): string {
    return readFileSync(join(this.#staging, "stacks", id, STACK_FILE), "utf8");
  }

  /** Returns the paths of files beside a stack that Terraform would merge into it, sorted. */
  filesBeside(id: string): readonly string[] {
    return [this.#staging, this.#folder].flatMap((root) => {
      const folder = join(root, "stacks", id);
      return existsSync(folder)
        ? readdirSync(folder)
            .filter(isBesideStack)
            .sort()
            .map((name) => join(folder, name))
        : [];
    });
  }

  /** Keeps the stack of an earlier run. */
  keepStack(id: string): void {
    this.#kept.add(id);
  }

  /** Returns the text of the stack in place; undefined when there is none. */
  readStack(id: string): string | undefined {
    try {
      return readFileSync(join(this.#folder, "stacks", id, STACK_FILE), "utf8");
    } catch {
      return undefined;
    }
  }

  /**
   * Moves everything written into place, removes stacks that are neither written nor kept, and writes the manifest
   * last.
   * If it fails, the folder is unchanged.
   */
  commit(manifest: string): void {
    const last = new LastOutput(this.#folder);
    try {
      this.#replace(last);
      writeFileSync(join(this.#staging, MANIFEST), manifest);
      renameSync(join(this.#staging, MANIFEST), join(this.#folder, MANIFEST));
    } catch (error) {
      last.restore();
      throw error;
    }
    last.forget();
    rmSync(this.#staging, { recursive: true, force: true });
  }

  #replace(last: LastOutput): void {
    const staged = join(this.#staging, "stacks");
    const stacks = join(this.#folder, "stacks");
    if (!existsSync(stacks)) {
      renameSync(staged, stacks);
      return;
    }
    for (const id of this.#written) {
      mkdirSync(join(stacks, id), { recursive: true });
      last.take(id, RETIRED_FILE);
      last.take(id, STACK_FILE);
      renameSync(join(staged, id, STACK_FILE), join(stacks, id, STACK_FILE));
    }
    for (const id of [...this.#written, ...this.#kept]) {
      if (hasStaleLock(join(stacks, id), () => this.readStack(id) ?? "{}")) last.take(id, PROVIDER_LOCK);
    }
    for (const id of foldersIn(stacks)) {
      if (!this.#written.has(id) && !this.#kept.has(id)) retire(join(stacks, id), last.take(id, STACK_FILE));
    }
  }

  /** Deletes the staged stacks. */
  discard(): void {
    rmSync(this.#staging, { recursive: true, force: true });
    if (this.#created) removeIfEmpty(this.#folder);
  }
}

/** Writes a stack to a staging folder. */
export function stageStack(staging: string, id: string, json: string): void {
  const folder = join(staging, "stacks", id);
  mkdirSync(folder);
  writeFileSync(join(folder, STACK_FILE), json);
}

/**
 * Makes a stack undeployable. Keeps it under a name that Terraform does not read: its subscription may still have all
 * its resources, and `--retire` needs its state and its providers.
 * @param taken the stack's current path, if there was one
 */
function retire(folder: string, taken: string | undefined): void {
  const kept = join(folder, RETIRED_FILE);
  // The retired file of an earlier run stays.
  if (taken !== undefined && !existsSync(kept)) copyFileSync(taken, kept);
  removeIfEmpty(folder);
}
