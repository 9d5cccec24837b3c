import { readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { messageOf } from "../text/error-message.ts";
import type { Waiting } from "./back-off.ts";
import type { Interruption } from "./interruption.ts";
import { type History, Journal, readHistory } from "./journal.ts";
import type { Output, StackFolder } from "./output.ts";
import { openPlansFolder } from "./plans-folder.ts";
import { inPool } from "./pool.ts";
import type { Progress } from "./progress.ts";
import { retiredStacks, retirementOf } from "./retirement.ts";
import { RunLock } from "./run-lock.ts";
import { type RunResult, runResult, type StackOutcome, type StackResult, seconds } from "./run-result.ts";
import { RunnerError } from "./runner-error.ts";
import { PART_FILE, planFiles } from "./stack-files.ts";
import { LockLostError, type RunContext } from "./stack-terraform.ts";
import type { Terraform } from "./terraform.ts";
import { Workspace } from "./workspace.ts";

/** The display name of a stack in the fleet. */
export interface StackName {
  readonly name: string;
  readonly customer: string;
}

export interface SessionOptions {
  readonly verb: "plan" | "deploy";
  readonly output: Output;
  /** The folder of plans, logs, the journal and the result; absolute. */
  readonly plans: string;
  readonly terraform: Terraform;
  /** A committed lock file of the providers. */
  readonly lockFile?: string;
  /** The number of stacks at a time. */
  readonly parallelism: number;
  /** Whether to continue the last run of this verb. */
  readonly resume: boolean;
  readonly waiting: Waiting;
  readonly interruption: Interruption;
  readonly progress: Progress;
  nameOf(id: string): StackName | undefined;
}

/** A run over stacks, from its lock to its result: no other run uses the same folders meanwhile. */
export class Session {
  readonly #options: SessionOptions;
  readonly #locks: RunLock[] = [];
  readonly #startedAt: number;
  /** The results of earlier runs. */
  readonly history: History;
  /** The run's name; that of the earlier run when it continues one. */
  readonly run: string;

  /** @throws {RunnerError} when another run is active, or the folder cannot be written */
  constructor(options: SessionOptions) {
    const { output, plans, progress, resume, verb, waiting } = options;
    this.#options = options;
    this.#startedAt = waiting.now();
    try {
      const closed = openPlansFolder(plans, [process.cwd(), homedir()]);
      if (closed !== undefined) progress.say(closed);
      for (const folder of new Set([output.folder, plans])) {
        this.#locks.push(new RunLock(join(folder, ".run.lock"), verb, new Date(this.#startedAt)));
      }
      this.history = readHistory(join(plans, "run.jsonl"));
      this.#tidy();
    } catch (error) {
      this.close();
      if (error instanceof RunnerError) throw error;
      throw new RunnerError("outside", `cannot write ${plans}: ${messageOf(error)}`);
    }
    const last = this.history.lastRun[verb];
    const own = `${new Date(this.#startedAt).toISOString()}-${process.pid}`;
    this.run = resume && last !== undefined ? last.run : own;
  }

  /**
   * Processes stacks and writes `result.json`.
   * @param work returns the result of a stack; an error ends the run after the running stacks
   * @param settled stacks with a known result
   * @param stopAfter reports whether no further stack may start after this one @default never
   */
  async work(
    stacks: readonly StackFolder[],
    work: (stack: StackFolder, context: RunContext) => Promise<StackOutcome>,
    settled: ReadonlyMap<string, StackOutcome> = new Map(),
    stopAfter: (outcome: StackOutcome) => boolean = () => false,
  ): Promise<RunResult> {
    const { interruption, parallelism, plans, progress, verb, waiting } = this.#options;
    const journal = await Journal.open(join(plans, "run.jsonl"), () => waiting.now());
    const results = new Map<string, StackResult>();
    const note = (id: string, outcome: StackOutcome, took: number, log?: string) => {
      const named = { id, name: null, customer: null, ...this.#options.nameOf(id) };
      const result = { ...named, ...outcome, seconds: took, ...(log === undefined ? {} : { log }) };
      results.set(id, result);
      return result;
    };
    for (const [id, outcome] of settled) note(id, outcome, 0);
    let stopped: string | undefined;
    progress.start(stacks.length);
    try {
      await journal.append({ event: "run-started", run: this.run, verb, stacks: stacks.length });
      const context = this.#context(journal);
      const enough = new AbortController();
      const stopping = AbortSignal.any([interruption.stopping, enough.signal]);
      await inPool(stacks, parallelism, stopping, async (stack) => {
        this.#checkLocks();
        const beganAt = waiting.now();
        const finish = (outcome: StackOutcome) => {
          const took = seconds(waiting.now() - beganAt);
          progress.done(note(stack.id, outcome, took, planFiles(plans, stack.id).log));
        };
        try {
          const outcome = await work(stack, context);
          finish(outcome);
          if (stopAfter(outcome)) enough.abort();
        } catch (error) {
          finish({ status: "failed", message: messageOf(error) });
          throw error;
        }
      });
      if (enough.signal.aborted) stopped = "a stack of this wave failed: the others were not started";
      await journal.append({
        event: "run-ended",
        run: this.run,
        status: stopped === undefined ? "done" : "stopped",
      });
    } catch (error) {
      if (!(error instanceof RunnerError)) throw error;
      stopped = error.message;
    } finally {
      progress.stop();
      await journal.close();
    }
    for (const { id } of stacks) if (!results.has(id)) note(id, { status: "not-started" }, 0);
    return this.#result([...results.values()], stopped);
  }

  /** Releases the folders. */
  close(): void {
    for (const lock of this.#locks.splice(0)) lock.release();
  }

  /** @throws {LockLostError} when another run may use the same folders */
  #checkLocks(): void {
    for (const lock of this.#locks) {
      const why = lock.lost();
      if (why !== undefined) throw new LockLostError(`${why}: this run stops`);
    }
  }

  #context(journal: Journal): RunContext {
    const { interruption, lockFile, output, plans, progress, terraform, waiting } = this.#options;
    return {
      terraform,
      workspace: new Workspace({
        terraform,
        outdir: output.folder,
        ...(lockFile === undefined ? {} : { lockFile }),
      }),
      journal,
      run: this.run,
      plans,
      waiting,
      interruption,
      onPhase: (id, phase) => progress.phase(id, phase),
      checkLocks: () => this.#checkLocks(),
    };
  }

  #result(stacks: readonly StackResult[], stopped: string | undefined): RunResult {
    const { interruption, plans, progress, terraform, verb, waiting } = this.#options;
    const result = runResult({
      verb,
      run: this.run,
      startedAt: this.#startedAt,
      endedAt: waiting.now(),
      terraformVersion: terraform.version,
      interrupted: interruption.stopping.aborted,
      ...(stopped === undefined ? {} : { stopped }),
      stacks,
    });
    const path = join(plans, "result.json");
    // The file belongs to the other run in that case.
    if (this.#locks.some((lock) => lock.lost() !== undefined)) return result;
    try {
      writeFileSync(`${path}.part`, `${JSON.stringify(result, undefined, 2)}\n`, { mode: 0o600 });
      renameSync(`${path}.part`, path);
    } catch (error) {
      progress.say(`cannot write ${path}: ${messageOf(error)}`);
    }
    return result;
  }

  /** Deletes incomplete files of killed runs, and plans of stacks that no longer exist. */
  #tidy(): void {
    const { output, plans } = this.#options;
    for (const name of readdirSync(plans))
      if (PART_FILE.test(name)) rmSync(join(plans, name), { force: true });
    const retiring = retiredStacks(output).filter((stack) => retirementOf(stack) !== undefined);
    const stacks = new Set([...output.stacks, ...retiring].map(({ id }) => id));
    for (const id of this.history.stacks.keys()) {
      if (stacks.has(id)) continue;
      const { json, plan } = planFiles(plans, id);
      for (const file of [plan, json]) rmSync(file, { force: true });
    }
  }
}
