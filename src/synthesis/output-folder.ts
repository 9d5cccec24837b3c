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
import { isBesideStack } from "../text/terraform-files.ts";
import {
  foldersIn,
  isRunning,
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
 * An output folder (`cdktf.out`) that changes all at once or not at all. Stacks are written to a staging folder
 * inside it; {@link commit} moves them into place, {@link discard} leaves the folder as it was.
 *
 * While a commit runs there is no manifest, so a run that is killed in it leaves nothing that a tool would deploy; the next
 * run puts the last output back first: see LastOutput.
 * What Terraform keeps beside a stack (`.terraform`, a lock file, plans) stays, except a lock file of other provider
 * versions than the stack's.
 */
export class OutputFolder {
  readonly #folder: string;
  readonly #staging: string;
  readonly #created: boolean;
  /** Written in this run. */
  readonly #written = new Set<string>();
  /** In place since an earlier run, and still wanted. */
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
      // Left by a run that was killed; one of a process that still runs is its own business.
      if (owner !== undefined && (Number(owner) === process.pid || !isRunning(Number(owner)))) {
        rmSync(join(folder, entry), { recursive: true, force: true });
      }
    }
    mkdirSync(join(this.#staging, "stacks"), { recursive: true });
  }

  /** Where the engine may believe that it writes. */
  get staging(): string {
    return this.#staging;
  }

  writeStack(id: string, json: string): void {
    stageStack(this.#staging, id, json);
    this.#written.add(id);
  }

  /** Counts a stack as written that somebody else wrote to the staging folder. */
  addStaged(id: string): void {
    this.#written.add(id);
  }

  /** The text of a stack in the staging folder. */
  readStaged(id: string): string {
    return readFileSync(join(this.#staging, "stacks", id, STACK_FILE), "utf8");
  }

  /** The files beside a stack's own that Terraform would merge into it: their paths, sorted. */
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

  /** Leaves the stack of an earlier run in place. */
  keepStack(id: string): void {
    this.#kept.add(id);
  }

  /** The text of the stack that is in place; undefined when there is none. */
  readStack(id: string): string | undefined {
    try {
      return readFileSync(join(this.#folder, "stacks", id, STACK_FILE), "utf8");
    } catch {
      return undefined;
    }
  }

  /**
   * Puts everything written in place, takes stacks away that are neither written nor kept, and the manifest last. When it
   * fails, the folder is as it was.
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

  /** Forgets what was written. */
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
 * Makes a stack undeployable. What it was is kept under a name that Terraform does not read: its subscription may still
 * have all that the stack made, and `--retire` needs its state and its providers.
 * @param taken where the stack is now, when there was one
 */
function retire(folder: string, taken: string | undefined): void {
  const kept = join(folder, RETIRED_FILE);
  // What stands in place of a stack that was retired before is what retires it.
  if (taken !== undefined && !existsSync(kept)) copyFileSync(taken, kept);
  removeIfEmpty(folder);
}
