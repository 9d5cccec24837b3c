import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { setTimeout } from "node:timers/promises";
import { isRunning } from "../text/running.ts";
import { refuseFilesBeside } from "./beside-stack.ts";
import { textFrom } from "./failure.ts";
import type { ApplyState, Planned, StackHistory } from "./journal.ts";
import type { StackFolder } from "./output.ts";
import { beyondReviewed, type Changes, parsePlan } from "./plan-changes.ts";
import type { ReviewedPlan, ReviewedPlans } from "./reviewed-plans.ts";
import { failed, type StackOutcome } from "./run-result.ts";
import { planFiles } from "./stack-files.ts";
import { fileHash, hashOf, readRegularFile, stackHash } from "./stack-hash.ts";
import { type RunContext, StackError, StackTerraform, stackFailure } from "./stack-terraform.ts";

export interface DeployContext extends RunContext {
  /** Whether to plan and apply in one step, without a review. */
  readonly autoPlan: boolean;
  /** Judges every plan before it is applied. @default - no judgement */
  readonly judge?: JudgePlan;
  /** Plans that were made and reviewed elsewhere. @default - the plans in the folder of plans */
  readonly reviewed?: ReviewedPlans;
}

/**
 * Judges the plan of a stack by the output of `terraform show -json` for its file.
 * @returns why it must not be applied; undefined when it may be
 */
export type JudgePlan = (stack: string, json: string) => string | undefined;

/**
 * Applies one stack: exactly its reviewed plan. If an earlier try applied a part of it, the rest is planned, and
 * applied when it is only a part of the same plan. Each plan is judged before it is applied, and its hash and the
 * stack's are compared again.
 *
 * @param history includes an applicable plan, unless plans are made here
 * @throws only for errors that affect every stack
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
    // A reviewed plan that was not started stays valid.
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

/** A plan file to apply now. */
interface Applicable {
  readonly file: string;
  readonly planHash: string;
  /** The hash of the planned stack. */
  readonly stackHash: string;
  readonly changes: Changes;
}

class Deployment {
  readonly #stack: StackFolder;
  readonly #history: StackHistory;
  readonly #context: DeployContext;
  readonly #terraform: StackTerraform;
  readonly #files: ReturnType<typeof planFiles>;
  /** Whether the journal has a started apply without an end. */
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
    // Checked after the wait for an earlier apply, which may have left one.
    this.#terraform.refuseErroredState();
    refuseFilesBeside(this.#stack.folder);
    if (this.#context.autoPlan) {
      // An older plan must not be confused with the one applied here.
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
    // A started apply may have stopped anywhere: the state decides.
    const first = apply === undefined ? reviewed : await this.#remainder(reviewed);
    return this.#apply(first, () => this.#remainder(reviewed));
  }

  /** Copies the reviewed plan so that no other process can change the bytes that are judged and applied. */
  #reviewed({ changes, planHash, stackHash }: Planned): Applicable {
    const { plan, reviewedPart } = this.#files;
    const bytes = readRegularFile(plan, "its plan file is missing");
    if (hashOf(bytes) !== planHash) throw stale("its plan file differs from the planned one");
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
      // Without the state of the completed part, another try would repeat it.
      this.#terraform.refuseErroredState();
      await this.#terraform.pause(failure, tried);
      // A lock fails before any change. Other failures may come after a part of the changes.
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
    if (stackHash(this.#stack) !== made) throw stale("the stack changed after it was planned");
    if (fileHash(file, "its plan file is missing") !== planHash) throw stale("its plan file was changed");
    const logOffset = this.#terraform.logOffset;
    await journal.append({ event: "apply-started", run, stack, planHash, logOffset });
    this.started = true;
    let noted: Promise<void> | undefined;
    const completion = await this.#terraform.apply(file, (pid) => {
      noted = journal.append({ event: "apply-running", run, stack, pid });
      // Awaited below; this avoids an unhandled rejection until then.
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

  /** Plans now and records the plan for the apply. */
  async #planned(): Promise<Applicable> {
    const hash = stackHash(this.#stack);
    const changes = await this.#terraform.plan({ lock: true });
    if (stackHash(this.#stack) !== hash) throw stale("the stack was synthesized again while it was planned");
    return await this.#recorded(hash, changes);
  }

  /** Plans now and verifies that the plan equals the one reviewed elsewhere, or its remainder. */
  async #replanned({ json, stackHash: reviewedHash }: ReviewedPlan): Promise<Applicable> {
    const { jsonPart } = this.#files;
    const { reviewed } = this.#context;
    const hash = stackHash(this.#stack);
    if (hash !== reviewedHash) throw stale("the stack changed after its plan was reviewed");
    const { changes } = await this.#terraform.planWithJson({ lock: true });
    const now = reviewed?.masked(readFileSync(jsonPart, "utf8"));
    if (now === undefined) throw stale("its plan cannot be compared with the reviewed one");
    const address = beyondReviewed(parsePlan(now), parsePlan(json));
    if (address !== undefined) throw stale(`the current plan differs from the reviewed one (${address})`);
    return await this.#recorded(hash, changes);
  }

  /** Records the current plan in the journal. */
  async #recorded(hash: string, changes: Changes): Promise<Applicable> {
    const { journal, run } = this.#context;
    const { part: file } = this.#files;
    const planHash = fileHash(file, "Terraform left no plan file");
    await journal.append({
      event: "planned",
      run,
      stack: this.#stack.id,
      stackHash: hash,
      planHash,
      changes,
    });
    return { file, planHash, stackHash: hash, changes };
  }

  /** Plans the rest of the reviewed plan. */
  async #remainder({ file, stackHash }: Applicable): Promise<Applicable> {
    const { jsonPart, part } = this.#files;
    // Uses the reviewed file, whose hash is verified; the JSON beside it may have been changed.
    await this.#terraform.show(file, jsonPart);
    const reviewed = parsePlan(readFileSync(jsonPart, "utf8"));
    const left = await this.#terraform.planWithJson({ lock: true });
    const address = beyondReviewed(left.json, reviewed);
    if (address !== undefined)
      throw stale(`a part of its plan was applied, and the rest differs from the reviewed plan (${address})`);
    const planHash = fileHash(part, "Terraform left no plan file");
    return { file: part, planHash, stackHash, changes: left.changes };
  }

  /**
   * Returns whether the apply of a killed run completed. Terraform continues when its runner ends, and its log shows
   * the result.
   */
  async #wasCompleted(apply: ApplyState | undefined): Promise<boolean> {
    if (apply?.state !== "started") return false;
    const { interruption, onPhase, terraform } = this.#context;
    const { log } = this.#files;
    while (apply.pid !== undefined && isStillApplying(apply.pid, basename(terraform.binary))) {
      onPhase(this.#stack.id, "waits for the apply of an earlier run");
      if (interruption.stopping.aborted) {
        throw new StackError({
          kind: "interrupted",
          message: "the apply of an earlier run is still running",
        });
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

/** Reports whether the process is still that Terraform: process ids are reused. */
function isStillApplying(pid: number, binary: string): boolean {
  if (!isRunning(pid)) return false;
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return command.includes(binary) && command.includes("\0apply\0");
  } catch {
    // Without /proc on this system: a wrong match only waits, until the user ends it.
    return process.platform !== "linux";
  }
}
