import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { messageOf, systemCode } from "../text/error-message.ts";
import { printable } from "../text/printable.ts";
import type { StackFolder } from "./output.ts";
import { RunnerError } from "./runner-error.ts";
import type { Terraform } from "./terraform.ts";

const LOCK_FILE = ".terraform.lock.hcl";
const MARKER = join(".terraform", "csp-baseline-init");
/** The part of a stack that `terraform init` depends on. */
const Initializable = z.object({ terraform: z.record(z.string(), z.unknown()).optional() });

export interface WorkspaceOptions {
  readonly terraform: Terraform;
  /** `cdktf.out`; absolute. */
  readonly outdir: string;
  /** A committed lock file of the providers, copied into each stack. @default - each stack has its own */
  readonly lockFile?: string;
}

/** Runs `terraform init` in a stack; resolves on success. */
export type Init = (args: readonly string[], env: Readonly<Record<string, string>>) => Promise<void>;

/**
 * Prepares stacks to run: a lock file, and the providers from one cache. The first stack with a set of providers fills
 * the cache alone, because two Terraform processes would corrupt it; the others then only read it.
 */
export class Workspace {
  readonly #terraform: Terraform;
  /** The text of the committed lock file. */
  readonly #locked: string | undefined;
  readonly #env: Readonly<Record<string, string>>;
  /** By required providers: the text of the initial lock file, if there is one. */
  readonly #filled = new Map<string, string | undefined>();
  #filling: Promise<unknown> = Promise.resolve();
  #refusal: unknown;

  constructor({ lockFile, outdir, terraform }: WorkspaceOptions) {
    this.#terraform = terraform;
    this.#locked = lockFile === undefined ? undefined : readFileSync(lockFile, "utf8");
    this.#env = pluginCache(terraform.env, outdir);
  }

  /**
   * Initializes a stack, unless it is unchanged since its last initialization.
   * @param init called at most once
   * @throws the error of init; an error about installing providers is thrown for every further stack too
   */
  async prepare(stack: StackFolder, init: Init): Promise<void> {
    const settings = settingsOf(stack);
    refuseOtherWorkspace(stack, settings);
    const providers = digest(settings["required_providers"]);
    if (this.#isReady(stack, settings)) {
      if (!this.#filled.has(providers)) this.#filled.set(providers, lockOf(stack));
      return;
    }
    if (this.#filled.has(providers))
      return this.#initialize(stack, settings, this.#filled.get(providers), init);
    const turn = this.#filling.then(async () => {
      if (this.#refusal !== undefined) throw this.#refusal;
      const first = !this.#filled.has(providers);
      const seed = first ? this.#locked : this.#filled.get(providers);
      await this.#initialize(stack, settings, seed, init);
      if (first) this.#filled.set(providers, lockOf(stack));
    });
    this.#filling = turn.catch((error: unknown) => {
      if (error instanceof ProvidersMissingError) this.#refusal = error;
    });
    return turn;
  }

  /** Forces initialization of a stack the next time. */
  forget(stack: StackFolder): void {
    rmSync(join(stack.folder, MARKER), { force: true });
    // The cache may be missing: it is filled by a single stack again.
    this.#filled.clear();
  }

  async #initialize(
    stack: StackFolder,
    settings: Readonly<Record<string, unknown>>,
    seed: string | undefined,
    init: Init,
  ): Promise<void> {
    if (seed !== undefined) writeFileSync(join(stack.folder, LOCK_FILE), seed);
    const readonly = this.#locked === undefined ? [] : ["-lockfile=readonly"];
    await init(["init", "-input=false", "-no-color", ...readonly], this.#env);
    mkdirSync(join(stack.folder, ".terraform"), { recursive: true });
    writeFileSync(join(stack.folder, MARKER), this.#key(stack, settings));
  }

  #isReady(stack: StackFolder, settings: Readonly<Record<string, unknown>>): boolean {
    const marker = textOf(join(stack.folder, MARKER));
    if (marker === undefined || marker !== this.#key(stack, settings)) return false;
    return this.#locked === undefined || this.#locked === lockOf(stack);
  }

  #key(stack: StackFolder, settings: Readonly<Record<string, unknown>>): string {
    const { binary, version } = this.#terraform;
    return digest([settings, lockOf(stack), binary, version, this.#env]);
  }
}

/** Thrown by an {@link Init} when a provider cannot be installed, which affects all stacks. */
export class ProvidersMissingError extends RunnerError {
  constructor(message: string) {
    super("outside", message);
  }
}

function settingsOf(stack: StackFolder): Readonly<Record<string, unknown>> {
  try {
    return Initializable.parse(JSON.parse(readFileSync(stack.file, "utf8"))).terraform ?? {};
  } catch (error) {
    const gone = systemCode(error) === "ENOENT";
    throw new RunnerError(
      "outside",
      gone
        ? "its folder was removed: run csp-baseline synth again"
        : `its cdk.tf.json cannot be read: ${messageOf(error)}`,
    );
  }
}

/**
 * `terraform workspace select` in a stack's folder would make the next command use another state. The stacks of HCP
 * Terraform set their workspace themselves.
 */
function refuseOtherWorkspace(stack: StackFolder, settings: Readonly<Record<string, unknown>>): void {
  const file = join(stack.folder, ".terraform", "environment");
  const selected = textOf(file)?.trim();
  if (!selected || selected === "default" || settings["cloud"] !== undefined) return;
  throw new RunnerError(
    "refused",
    `its folder has the workspace ${printable(JSON.stringify(selected))} selected, which has another state: delete ${file}`,
  );
}

function lockOf(stack: StackFolder): string | undefined {
  return textOf(join(stack.folder, LOCK_FILE));
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function digest(value: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify(value) ?? "")
    .digest("hex");
}

/** Returns the user's plugin cache, or one beside the stacks. */
function pluginCache(env: NodeJS.ProcessEnv, outdir: string): Readonly<Record<string, string>> {
  const configured = env["TF_PLUGIN_CACHE_DIR"];
  if (configured) {
    mkdirSync(configured, { recursive: true });
    return {};
  }
  const config = textOf(env["TF_CLI_CONFIG_FILE"] || join(homedir(), ".terraformrc"));
  if (config !== undefined && /^\s*plugin_cache_dir\s*=/m.test(config)) return {};
  const folder = join(outdir, ".plugin-cache");
  mkdirSync(folder, { recursive: true });
  return { TF_PLUGIN_CACHE_DIR: folder };
}

/** Returns the project's lock file for providers, if it has one: beside `cdktf.out`. */
export function committedLockFile(outdir: string): string | undefined {
  const path = join(dirname(outdir), LOCK_FILE);
  return existsSync(path) ? path : undefined;
}
