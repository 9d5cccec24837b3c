import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import { messageOf, systemCode } from "../text/error-message.ts";
import { printable } from "../text/printable.ts";
import { type Waiting, waitBefore } from "./back-off.ts";
import { erroredState, erroredStateMessage } from "./errored-state.ts";
import type { Failure } from "./failure.ts";
import type { Interruption } from "./interruption.ts";
import type { Journal } from "./journal.ts";
import type { StackFolder } from "./output.ts";
import { type Changes, countChanges, countPrinted, type PlanJson, parsePlan } from "./plan-changes.ts";
import { RunnerError } from "./runner-error.ts";
import { planFiles } from "./stack-files.ts";
import { type Completion, runTerraform, type Terraform } from "./terraform.ts";
import { ProvidersMissingError, type Workspace } from "./workspace.ts";

/** The common context of all stacks of a run. */
export interface RunContext {
  readonly terraform: Terraform;
  readonly workspace: Workspace;
  readonly journal: Journal;
  /** The run's name in every line of the journal. */
  readonly run: string;
  /** The folder of plans, logs and the journal; absolute. */
  readonly plans: string;
  readonly waiting: Waiting;
  readonly interruption: Interruption;
  /** Receives the current phase of a stack. */
  readonly onPhase: (id: string, phase: string) => void;
  /** @throws {LockLostError} when another run may use the same folders */
  readonly checkLocks: () => void;
}

/** Thrown when the run no longer holds its folders and has to end. */
export class LockLostError extends RunnerError {
  constructor(message: string) {
    super("outside", message);
  }
}

/** Thrown when one stack cannot continue; the others do. */
export class StackError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = "StackError";
    this.failure = failure;
  }
}

export interface MadePlan {
  readonly json: PlanJson;
  readonly changes: Changes;
}

/** Runs Terraform in the folder of one stack and retries where that may help. */
export class StackTerraform {
  readonly #stack: StackFolder;
  readonly #context: RunContext;
  readonly #files: ReturnType<typeof planFiles>;
  /** The number of failed tries of Terraform. */
  failedAttempts = 0;

  constructor(stack: StackFolder, context: RunContext) {
    this.#stack = stack;
    this.#context = context;
    this.#files = planFiles(context.plans, stack.id);
  }

  /** @throws {StackError}, or an error that affects every stack */
  async init(): Promise<void> {
    await this.#context.workspace.prepare(this.#stack, async (args, env) => {
      try {
        await this.#withRetries("init", () => this.#run(args, { env }));
      } catch (error) {
        if (error instanceof StackError && error.failure.kind === "providers") {
          throw new ProvidersMissingError(
            `Terraform cannot install the providers: ${printable(error.message, 200)} (csp-baseline doctor checks them; full output: ${this.#files.log})`,
          );
        }
        throw error;
      }
    });
  }

  /**
   * Plans into the stack's part file. A failed plan leaves no file.
   * @param lock whether to hold the state's lock: a reader's identity cannot
   * @returns the changes that Terraform prints
   * @throws {StackError}
   */
  async plan({ lock }: { lock: boolean }): Promise<Changes> {
    const args = ["plan", "-input=false", "-no-color", "-detailed-exitcode", `-out=${this.#files.part}`];
    if (!lock) args.push("-lock=false");
    this.#makePart();
    const { output, status } = await this.#initialized("plan", () => this.#run(args, { expected: [0, 2] }));
    const changes = countPrinted(output, status === 2);
    if (this.#stack.mayDestroy === false && changes.destroy > 0) {
      throw new StackError({
        kind: "other",
        message: `it was to be forgotten, but ${changes.destroy} resources in its state are not in its last stack and would be destroyed. Remove them from the state (terraform state rm), or retire it with destroy`,
      });
    }
    return changes;
  }

  /** Creates the plan's file before Terraform writes it: for its owner only, unlike Terraform's default. */
  #makePart(): void {
    const { part } = this.#files;
    rmSync(part, { force: true });
    closeSync(openSync(part, "wx", 0o600));
  }

  /** @throws {StackError} when the state of an earlier apply is not stored yet */
  refuseErroredState(): void {
    const { plans, terraform } = this.#context;
    const path = erroredState(this.#stack, plans);
    if (path === undefined) return;
    throw new StackError({ kind: "other", message: erroredStateMessage(path, this.#stack, terraform) });
  }

  /** Plans, writes the plan's JSON to its part file, and counts the changes in it. */
  async planWithJson(options: { lock: boolean }): Promise<MadePlan> {
    const { jsonPart, part } = this.#files;
    const { any } = await this.plan(options);
    await this.show(part, jsonPart);
    const json = parsePlan(readFileSync(jsonPart, "utf8"));
    return { json, changes: countChanges(json, any) };
  }

  /** Writes a plan file as JSON. */
  async show(file: string, target: string): Promise<void> {
    await this.#initialized("show", () =>
      this.#run(["show", "-json", "-no-color", file], { stdout: target }),
    );
  }

  /** Applies a plan file once: the caller decides on another try. */
  apply(file: string, onStart: (pid: number) => void): Promise<Completion> {
    this.#context.onPhase(this.#stack.id, "apply");
    return this.#run(["apply", "-input=false", "-no-color", file], { onStart });
  }

  /**
   * Waits for another try, if one is permitted.
   * @param tried the number of failures of this kind, from 1
   * @throws {StackError} otherwise
   */
  async pause(failure: Failure, tried: number): Promise<void> {
    const { interruption, onPhase, waiting } = this.#context;
    const wait = waitBefore(failure, tried, waiting.random);
    this.failedAttempts += 1;
    if (wait === undefined || interruption.stopping.aborted) throw new StackError(failure);
    onPhase(this.#stack.id, `${failure.kind}: waits ${Math.ceil(wait / 1000)} s for try ${tried + 1}`);
    await waiting.sleep(wait, interruption.stopping);
    if (interruption.stopping.aborted) throw new StackError(failure);
  }

  /** Deletes incomplete files. */
  discardParts(): void {
    const { jsonPart, part, reviewedPart } = this.#files;
    for (const file of [part, jsonPart, reviewedPart]) rmSync(file, { force: true });
  }

  /** The offset of the next output in the log. */
  get logOffset(): number {
    return statSync(this.#files.log, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** Runs a step that needs an initialized folder, and initializes the folder once if the step reports otherwise. */
  async #initialized(phase: string, once: () => Promise<Completion>) {
    try {
      return await this.#withRetries(phase, once);
    } catch (error) {
      if (!(error instanceof StackError) || error.failure.kind !== "uninitialized") throw error;
      this.#context.workspace.forget(this.#stack);
      await this.init();
      return this.#withRetries(phase, once);
    }
  }

  async #withRetries(phase: string, once: () => Promise<Completion>) {
    for (let tried = 1; ; tried += 1) {
      this.#context.onPhase(this.#stack.id, phase);
      const completion = await once();
      if (!("failure" in completion)) return completion;
      await this.pause(completion.failure, tried);
    }
  }

  async #run(
    args: readonly string[],
    more: Partial<Parameters<typeof runTerraform>[1]> = {},
  ): Promise<Completion> {
    const { checkLocks, interruption, terraform } = this.#context;
    checkLocks();
    if (!existsSync(this.#stack.folder)) {
      const message = "its folder was removed: run csp-baseline synth again";
      return { failure: { kind: "other", message } };
    }
    return runTerraform(terraform, {
      args,
      cwd: this.#stack.folder,
      log: this.#files.log,
      interrupting: interruption.interrupting,
      ...more,
    });
  }
}

/** Returns the failure of a stack; rethrows errors that affect the whole run. */
export function stackFailure(error: unknown): Failure {
  if (error instanceof StackError) return error.failure;
  const isOfRun = error instanceof ProvidersMissingError || error instanceof LockLostError;
  const isOwn = error instanceof RunnerError && !isOfRun;
  // A system error concerns a file of this stack; the journal's errors are errors of the run.
  if (isOwn || systemCode(error) !== undefined) return { kind: "other", message: messageOf(error) };
  throw error;
}
