import { readFileSync, rmSync } from "node:fs";
import { basename } from "node:path";
import { setTimeout } from "node:timers/promises";
import { textFrom } from "./failure.ts";
import type { ApplyState, StackHistory } from "./journal.ts";
import { fileHash, type StackFolder, stackHash } from "./output.ts";
import { beyondReviewed, type Changes, parsePlan } from "./plan-changes.ts";
import { isRunning } from "./run-lock.ts";
import { failed, type StackOutcome } from "./run-result.ts";
import { planFiles, type RunContext, StackError, StackTerraform, stackFailure } from "./stack-terraform.ts";

export interface DeployContext extends RunContext {
  /** Whether to plan and apply in one go, unreviewed. */
  readonly autoPlan: boolean;
}

/**
 * Applies one stack: exactly its reviewed plan. Where an earlier try applied a part of it, what is left is planned, and
 * applied when it is nothing but a part of the same plan.
 *
 * @param history with a plan that may be applied, unless plans are made here
 * @throws only for what no stack could do
 */
export async function deployStack(
  stack: StackFolder,
  history: StackHistory,
  context: DeployContext,
): Promise<StackOutcome> {
  const { journal, run } = context;
  const deployment = new Deployment(stack, history, context);
  try {
    return await deployment.deploy();
  } catch (error) {
    const failure = stackFailure(error);
    // A reviewed plan that was not begun is as good as before.
    const event = deployment.started ? "apply-failed" : context.autoPlan ? "plan-failed" : undefined;
    if (event !== undefined) {
      await journal.append({ event, run, stack: stack.id, kind: failure.kind, message: failure.message });
    }
    return failed(failure, deployment.retries);
  } finally {
    deployment.discardParts();
  }
}

/** A plan file that is to be applied now. */
interface Applicable {
  readonly file: string;
  readonly planHash: string;
  readonly changes: Changes;
}

class Deployment {
  readonly #stack: StackFolder;
  readonly #history: StackHistory;
  readonly #context: DeployContext;
  readonly #terraform: StackTerraform;
  readonly #files: ReturnType<typeof planFiles>;
  /** Whether an apply was begun that has no end in the journal. */
  started = false;

  constructor(stack: StackFolder, history: StackHistory, context: DeployContext) {
    this.#stack = stack;
    this.#history = history;
    this.#context = context;
    this.#terraform = new StackTerraform(stack, context);
    this.#files = planFiles(context.plans, stack.id);
  }

  get retries(): number {
    return this.#terraform.failedAttempts;
  }

  discardParts(): void {
    this.#terraform.discardParts();
  }

  async deploy(): Promise<StackOutcome> {
    const { apply, planned } = this.#history;
    if (planned !== undefined && (await this.#wasCompleted(apply))) {
      await this.#applied(planned.planHash, planned.changes);
      return { status: "applied", changes: planned.changes, earlier: true };
    }
    if (this.#context.autoPlan) {
      // An older plan must not be taken for the one that is applied here.
      for (const file of [this.#files.plan, this.#files.json]) rmSync(file, { force: true });
      await this.#terraform.init();
      return this.#apply(await this.#planned(), () => this.#planned());
    }
    if (planned === undefined) throw new StackError({ kind: "other", message: "it has no finished plan" });
    const reviewed: Applicable = { ...planned, file: this.#files.plan };
    if (planned.changes.any) await this.#terraform.init();
    // What was begun may have got anywhere; the state tells.
    const first = apply === undefined ? reviewed : await this.#remainder();
    return this.#apply(first, () => this.#remainder());
  }

  async #apply(first: Applicable, planAnew: () => Promise<Applicable>): Promise<StackOutcome> {
    const { id } = this.#stack;
    const { changes } = first;
    let plan = first;
    for (let tried = 1; plan.changes.any; tried += 1) {
      const completion = await this.#applyOnce(plan);
      if (!("failure" in completion)) break;
      const { failure } = completion;
      await this.#terraform.pause(failure, tried);
      // A lock is met before anything is done. Any other failure may have come after a part of it.
      if (failure.kind !== "locked") plan = await planAnew();
    }
    await this.#applied(plan.planHash, changes);
    this.#context.onPhase(id, "applied");
    return { status: changes.any ? "applied" : "unchanged", changes, retries: this.retries };
  }

  async #applyOnce({ file, planHash }: Applicable) {
    const { journal, run } = this.#context;
    const stack = this.#stack.id;
    const logOffset = this.#terraform.logOffset;
    await journal.append({ event: "apply-started", run, stack, planHash, logOffset });
    this.started = true;
    let noted: Promise<void> | undefined;
    const completion = await this.#terraform.apply(file, (pid) => {
      noted = journal.append({ event: "apply-running", run, stack, pid });
      // Awaited below; until then it is no stray rejection.
      noted.catch(() => {});
    });
    await noted;
    return completion;
  }

  async #applied(planHash: string, changes: Changes): Promise<void> {
    const { journal, run } = this.#context;
    await journal.append({ event: "applied", run, stack: this.#stack.id, planHash, changes });
    this.started = false;
  }

  /** A plan of now, recorded as the one that its apply belongs to. */
  async #planned(): Promise<Applicable> {
    const { journal, run } = this.#context;
    const hash = stackHash(this.#stack);
    const changes = await this.#terraform.plan({ lock: true });
    const planHash = fileHash(this.#files.part, "Terraform left no plan file");
    await journal.append({
      event: "planned",
      run,
      stack: this.#stack.id,
      stackHash: hash,
      planHash,
      changes,
    });
    return { file: this.#files.part, planHash, changes };
  }

  /** What is left of the reviewed plan. */
  async #remainder(): Promise<Applicable> {
    const { jsonPart, part, plan } = this.#files;
    // Of the reviewed file itself, whose hash is known; the JSON beside it may be anybody's.
    await this.#terraform.show(plan, jsonPart);
    const reviewed = parsePlan(readFileSync(jsonPart, "utf8"));
    const left = await this.#terraform.planWithJson({ lock: true });
    const address = beyondReviewed(left.json, reviewed);
    if (address !== undefined) {
      throw new StackError({
        kind: "stale",
        message: `a part of its plan was applied, and what is left is not what was reviewed (${address})`,
      });
    }
    return { file: part, planHash: fileHash(part, "Terraform left no plan file"), changes: left.changes };
  }

  /**
   * Whether an apply whose run was killed came to its end by itself. Terraform goes on when its runner dies, and its log
   * is the witness.
   */
  async #wasCompleted(apply: ApplyState | undefined): Promise<boolean> {
    if (apply?.state !== "started") return false;
    const { interruption, onPhase, terraform } = this.#context;
    const { log } = this.#files;
    while (apply.pid !== undefined && isStillApplying(apply.pid, basename(terraform.binary))) {
      onPhase(this.#stack.id, "waits for the apply of an earlier run");
      if (interruption.stopping.aborted) {
        throw new StackError({ kind: "interrupted", message: "an earlier run's apply is still at work" });
      }
      await setTimeout(500);
    }
    try {
      return /^Apply complete!/m.test(textFrom(log, apply.logOffset));
    } catch {
      return false;
    }
  }
}

/** Whether the process is still the Terraform that it was: numbers are given out again. */
function isStillApplying(pid: number, binary: string): boolean {
  if (!isRunning(pid)) return false;
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return command.includes(binary) && command.includes("\0apply\0");
  } catch {
    // No /proc on this system. A process that was taken for it costs a wait, until the user ends it.
    return process.platform !== "linux";
  }
}
