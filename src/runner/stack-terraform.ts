import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import { messageOf } from "../text/error-message.ts";
import { type Waiting, waitBefore } from "./back-off.ts";
import { erroredState, erroredStateMessage } from "./errored-state.ts";
import type { Failure } from "./failure.ts";
import type { Interruption } from "./interruption.ts";
import type { Journal } from "./journal.ts";
import type { StackFolder } from "./output.ts";
import { type Changes, countChanges, countPrinted, type PlanJson, parsePlan } from "./plan-changes.ts";
import { printable, RunnerError, systemCode } from "./runner-error.ts";
import { planFiles } from "./stack-files.ts";
import { type Completion, runTerraform, type Terraform } from "./terraform.ts";
import { ProvidersMissingError, type Workspace } from "./workspace.ts";

/** What all stacks of a run share. */
export interface RunContext {
  readonly terraform: Terraform;
  readonly workspace: Workspace;
  readonly journal: Journal;
  /** The run's name, on every line of the journal. */
  readonly run: string;
  /** Where plans, logs and the journal are; absolute. */
  readonly plans: string;
  readonly waiting: Waiting;
  readonly interruption: Interruption;
  /** Told what a stack is at. */
  readonly onPhase: (id: string, phase: string) => void;
  /** @throws {LockLostError} when another run may be at work in the same folders */
  readonly checkLocks: () => void;
}

/** The run has to end: it does not hold its folders any more. */
export class LockLostError extends RunnerError {
  constructor(message: string) {
    super("outside", message);
  }
}

/** One stack cannot go on; the others do. */
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

/** Terraform in the folder of one stack, with another try where one may help. */
export class StackTerraform {
  readonly #stack: StackFolder;
  readonly #context: RunContext;
  readonly #files: ReturnType<typeof planFiles>;
  /** How often Terraform was run in vain. */
  failedAttempts = 0;

  constructor(stack: StackFolder, context: RunContext) {
    this.#stack = stack;
    this.#context = context;
    this.#files = planFiles(context.plans, stack.id);
  }

  /** @throws {StackError} or what stands against any stack */
  async init(): Promise<void> {
    await this.#context.workspace.prepare(this.#stack, async (args, env) => {
      try {
        await this.#withRetries("init", () => this.#run(args, { env }));
      } catch (error) {
        if (error instanceof StackError && error.failure.kind === "providers") {
          throw new ProvidersMissingError(
            `Terraform cannot install the providers: ${printable(error.message, 200)} (csp-baseline doctor checks them; whole text: ${this.#files.log})`,
          );
        }
        throw error;
      }
    });
  }

  /**
   * Plans into the stack's part file. A plan that fails leaves none.
   * @param lock whether to hold the state's lock meanwhile: a reader's identity cannot
   * @returns the changes, as Terraform prints them
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
        message: `it was to be let go, but ${changes.destroy} resources in its state are not in its last stack and would be destroyed: take them out of the state (terraform state rm), or retire it with destroy`,
      });
    }
    return changes;
  }

  /** Makes the plan's file before Terraform writes into it: for its owner only, which Terraform's own would not be. */
  #makePart(): void {
    const { part } = this.#files;
    rmSync(part, { force: true });
    closeSync(openSync(part, "wx", 0o600));
  }

  /** @throws {StackError} when the state of an earlier apply has yet to be stored */
  refuseErroredState(): void {
    const { plans, terraform } = this.#context;
    const path = erroredState(this.#stack, plans);
    if (path === undefined) return;
    throw new StackError({ kind: "other", message: erroredStateMessage(path, this.#stack, terraform) });
  }

  /** The same with the plan's JSON, in its part file too; the changes are counted in that. */
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

  /** Applies a plan file, once: whether another try is in order, the caller knows. */
  apply(file: string, onStart: (pid: number) => void): Promise<Completion> {
    this.#context.onPhase(this.#stack.id, "apply");
    return this.#run(["apply", "-input=false", "-no-color", file], { onStart });
  }

  /**
   * Waits for another try, if one is in order.
   * @param tried how often it failed in this way, from 1
   * @throws {StackError} when not
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

  /** Takes away what was not finished. */
  discardParts(): void {
    const { jsonPart, part, reviewedPart } = this.#files;
    for (const file of [part, jsonPart, reviewedPart]) rmSync(file, { force: true });
  }

  /** Where in the log the next output will begin. */
  get logOffset(): number {
    return statSync(this.#files.log, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** Something that needs an initialized folder: if it is none after all, that is made good once. */
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

/** What a failure of a stack was; what concerns the whole run is thrown on. */
export function stackFailure(error: unknown): Failure {
  if (error instanceof StackError) return error.failure;
  const isOfRun = error instanceof ProvidersMissingError || error instanceof LockLostError;
  const isOwn = error instanceof RunnerError && !isOfRun;
  // A system's error is about a file of this stack; the journal's own comes as the run's.
  if (isOwn || systemCode(error) !== undefined) return { kind: "other", message: messageOf(error) };
  throw error;
}
