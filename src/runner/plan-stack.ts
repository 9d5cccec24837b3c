import { renameSync, rmSync } from "node:fs";
import { refuseFilesBeside } from "./beside-stack.ts";
import type { StackHistory } from "./journal.ts";
import { fileHash, type StackFolder, stackHash } from "./output.ts";
import { failed, type StackOutcome } from "./run-result.ts";
import { planFiles } from "./stack-files.ts";
import { type RunContext, StackError, StackTerraform, stackFailure } from "./stack-terraform.ts";

/**
 * Plans one stack: `<id>.tfplan` and `<id>.json` appear together, and only when the plan is whole. What an earlier run
 * planned is taken away first, so that it cannot be taken for this one's.
 *
 * @throws only for what no stack could do
 */
export async function planStack(stack: StackFolder, context: RunContext): Promise<StackOutcome> {
  const { journal, plans, run } = context;
  const { id } = stack;
  const { json, jsonPart, part, plan } = planFiles(plans, id);
  const terraform = new StackTerraform(stack, context);
  try {
    // Before anything is written down: what the journal says of the apply stays true.
    terraform.refuseErroredState();
    refuseFilesBeside(stack.folder);
  } catch (error) {
    return failed(stackFailure(error), 0);
  }
  try {
    // On its way to the disk while Terraform works: what it stands for is that the files below are gone.
    const noted = journal.append({ event: "plan-started", run, stack: id });
    noted.catch(() => {});
    for (const file of [plan, json]) rmSync(file, { force: true });
    const hash = stackHash(stack);
    await terraform.init();
    const { changes } = await terraform.planWithJson({ lock: false });
    if (stackHash(stack) !== hash) {
      throw new StackError({ kind: "other", message: "the stack was synthesized anew while it was planned" });
    }
    const planHash = fileHash(part, "Terraform left no plan file");
    await noted;
    renameSync(jsonPart, json);
    renameSync(part, plan);
    await journal.append({ event: "planned", run, stack: id, stackHash: hash, planHash, changes });
    const status = changes.any ? "planned" : "unchanged";
    return { status, changes, retries: terraform.failedAttempts };
  } catch (error) {
    const failure = stackFailure(error);
    await journal.append({
      event: "plan-failed",
      run,
      stack: id,
      kind: failure.kind,
      message: failure.message,
    });
    return failed(failure, terraform.failedAttempts);
  } finally {
    terraform.discardParts();
  }
}

/** Whether a stack's plan is there as the journal has it, made of the stack as it is now. */
export function isPlanned(stack: StackFolder, history: StackHistory | undefined, plans: string): boolean {
  return whyNoPlan(stack, history, plans) === undefined;
}

/** Why a stack has no plan that may be applied; undefined when it has one. */
export function whyNoPlan(
  stack: StackFolder,
  history: StackHistory | undefined,
  plans: string,
): string | undefined {
  const planned = history?.planned;
  if (planned === undefined) return "it has no finished plan";
  try {
    if (stackHash(stack) !== planned.stackHash) return "the stack is not the one that was planned";
    const hash = fileHash(planFiles(plans, stack.id).plan, "its plan file is gone");
    return hash === planned.planHash ? undefined : "its plan file is not the one that was made";
  } catch (error) {
    return stackFailure(error).message;
  }
}
