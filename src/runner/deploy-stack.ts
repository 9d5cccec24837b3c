import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { setTimeout } from "node:timers/promises";
import { refuseFilesBeside } from "./beside-stack.ts";
import { textFrom } from "./failure.ts";
import type { ApplyState, Planned, StackHistory } from "./journal.ts";
import { fileHash, hashOf, readRegularFile, type StackFolder, stackHash } from "./output.ts";
import { beyondReviewed, type Changes, parsePlan } from "./plan-changes.ts";
import type { ReviewedPlan, ReviewedPlans } from "./reviewed-plans.ts";
import { failed, type StackOutcome } from "./run-result.ts";
import { isRunning } from "./running.ts";
import { planFiles } from "./stack-files.ts";
import { type RunContext, StackError, StackTerraform, stackFailure } from "./stack-terraform.ts";

export interface DeployContext extends RunContext {
  /** Whether to plan and apply in one go, unreviewed. */
  readonly autoPlan: boolean;
  /** Looks at every plan before it is applied. @default none is looked at */
  readonly judge?: PlanJudge;
  /** Plans that were made and reviewed elsewhere. @default the plans are in the folder of plans */
  readonly reviewed?: ReviewedPlans;
}

/**
 * Judges the plan of a stack by what `terraform show -json` makes of its very file.
 * @returns why it must not be applied; undefined when it may be
 */
export type PlanJudge = (stack: string, json: string) => string | undefined;

/**
 * Applies one stack: exactly its reviewed plan. Where an earlier try applied a part of it, what is left is planned, and
 * applied when it is nothing but a part of the same plan. Each plan is judged before it is applied, and its hash and the
 * stack's are taken once more.
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
    const plansHere = context.autoPlan || context.reviewed !== undefined;
    const event = deployment.started ? "apply-failed" : plansHere ? "plan-failed" : undefined;
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
  /** Of the stack that it was made of. */
  readonly stackHash: string;
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
    // After the wait for an earlier apply: that may have left one.
    this.#terraform.refuseErroredState();
    refuseFilesBeside(this.#stack.folder);
    if (this.#context.autoPlan) {
      // An older plan must not be taken for the one that is applied here.
      for (const file of [this.#files.plan, this.#files.json]) rmSync(file, { force: true });
      await this.#terraform.init();
      return this.#apply(await this.#planned(), () => this.#planned());
    }
    const published = this.#context.reviewed?.of(this.#stack.id);
    if (published !== undefined) {
      if (!published.changes.any) return { status: "unchanged", changes: published.changes };
      await this.#terraform.init();
      return this.#apply(await this.#replanned(published), () => this.#replanned(published));
    }
    if (planned === undefined) throw new StackError({ kind: "other", message: "it has no finished plan" });
    const reviewed = this.#reviewed(planned);
    if (planned.changes.any) await this.#terraform.init();
    // What was begun may have got anywhere; the state tells.
    const first = apply === undefined ? reviewed : await this.#remainder(reviewed);
    return this.#apply(first, () => this.#remainder(reviewed));
  }

  /** A copy of the reviewed plan that nobody else writes to: its bytes are judged and applied. */
  #reviewed({ changes, planHash, stackHash }: Planned): Applicable {
    const { plan, reviewedPart } = this.#files;
    const bytes = readRegularFile(plan, "its plan file is gone");
    if (hashOf(bytes) !== planHash) throw stale("its plan file is not the one that was made");
    rmSync(reviewedPart, { force: true });
    writeFileSync(reviewedPart, bytes, { flag: "wx", mode: 0o600 });
    return { file: reviewedPart, planHash, stackHash, changes };
  }

  async #apply(first: Applicable, planAnew: () => Promise<Applicable>): Promise<StackOutcome> {
    const { id } = this.#stack;
    const { changes } = first;
    let plan = first;
    for (let tried = 1; plan.changes.any; tried += 1) {
      await this.#judge(plan);
      const completion = await this.#applyOnce(plan);
      if (!("failure" in completion)) break;
      const { failure } = completion;
      // Without the state of what was done, another try would do it all again.
      this.#terraform.refuseErroredState();
      await this.#terraform.pause(failure, tried);
      // A lock is met before anything is done. Any other failure may have come after a part of it.
      if (failure.kind !== "locked") plan = await planAnew();
    }
    await this.#applied(plan.planHash, changes);
    this.#context.onPhase(id, "applied");
    return { status: changes.any ? "applied" : "unchanged", changes, retries: this.retries };
  }

  /** @throws {StackError} when the plan must not be applied */
  async #judge({ file }: Applicable): Promise<void> {
    const { judge } = this.#context;
    if (judge === undefined) return;
    const { jsonPart } = this.#files;
    await this.#terraform.show(file, jsonPart);
    const message = judge(this.#stack.id, readFileSync(jsonPart, "utf8"));
    if (message !== undefined) throw new StackError({ kind: "uncovered", message });
  }

  async #applyOnce({ file, planHash, stackHash: made }: Applicable) {
    const { journal, run } = this.#context;
    const stack = this.#stack.id;
    if (stackHash(this.#stack) !== made) throw stale("the stack is not the one that was planned");
    if (fileHash(file, "its plan file is gone") !== planHash) throw stale("its plan file was changed");
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
    if (stackHash(this.#stack) !== hash) throw stale("the stack was synthesized anew while it was planned");
    const planHash = fileHash(this.#files.part, "Terraform left no plan file");
    await journal.append({
      event: "planned",
      run,
      stack: this.#stack.id,
      stackHash: hash,
      planHash,
      changes,
    });
    return { file: this.#files.part, planHash, stackHash: hash, changes };
  }

  /** A plan of now, where it is nothing but the one that was reviewed elsewhere, or what is left of that. */
  async #replanned({ json, stackHash: reviewedHash }: ReviewedPlan): Promise<Applicable> {
    const { jsonPart, part } = this.#files;
    const { journal, reviewed, run } = this.#context;
    const hash = stackHash(this.#stack);
    if (hash !== reviewedHash) throw stale("the stack is not the one whose plan was reviewed");
    const { changes } = await this.#terraform.planWithJson({ lock: true });
    const now = reviewed?.masked(readFileSync(jsonPart, "utf8"));
    if (now === undefined) throw stale("its plan cannot be compared with the reviewed one");
    const address = beyondReviewed(parsePlan(now), parsePlan(json));
    if (address !== undefined) throw stale(`a plan of now is not what was reviewed (${address})`);
    const planHash = fileHash(part, "Terraform left no plan file");
    await journal.append({
      event: "planned",
      run,
      stack: this.#stack.id,
      stackHash: hash,
      planHash,
      changes,
    });
    return { file: part, planHash, stackHash: hash, changes };
  }

  /** What is left of the reviewed plan. */
  async #remainder({ file, stackHash }: Applicable): Promise<Applicable> {
    const { jsonPart, part } = this.#files;
    // Of the reviewed file itself, whose hash is known; the JSON beside it may be anybody's.
    await this.#terraform.show(file, jsonPart);
    const reviewed = parsePlan(readFileSync(jsonPart, "utf8"));
    const left = await this.#terraform.planWithJson({ lock: true });
    const address = beyondReviewed(left.json, reviewed);
    if (address !== undefined) {
      throw new StackError({
        kind: "stale",
        message: `a part of its plan was applied, and what is left is not what was reviewed (${address})`,
      });
    }
    const planHash = fileHash(part, "Terraform left no plan file");
    return { file: part, planHash, stackHash, changes: left.changes };
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

function stale(message: string): StackError {
  return new StackError({ kind: "stale", message });
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
