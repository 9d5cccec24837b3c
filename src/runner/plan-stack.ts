import { renameSync, rmSync } from "node:fs";
import { refuseFilesBeside } from "./beside-stack.ts";
import type { StackHistory } from "./journal.ts";
import type { StackFolder } from "./output.ts";
import { failed, type StackOutcome } from "./run-result.ts";
import { planFiles } from "./stack-files.ts";
import { fileHash, stackHash } from "./stack-hash.ts";
import { type RunContext, StackError, StackTerraform, stackFailure } from "./stack-terraform.ts";

/**
 * Plans one stack: `<id>.tfplan` and `<id>.json` appear together, only when the plan is complete. The earlier plan is
 * deleted first, so that it cannot be confused with the new one.
 *
 * @throws only for errors that affect every stack
 */
export async function planStack(stack: StackFolder, context: RunContext): Promise<StackOutcome> {
  const { journal, plans, run } = context;
  const { id } = stack;
  const { json, jsonPart, part, plan } = planFiles(plans, id);
  const terraform = new StackTerraform(stack, context);
  try {
    // Checked before the journal is written: its entry on the apply stays valid.
    terraform.refuseErroredState();
    refuseFilesBeside(stack.folder);
  } catch (error) {
    return failed(stackFailure(error), 0);
  }
  try {
    // Written while Terraform runs: it only records that the files below are deleted.
    const noted = journal.append({ event: "plan-started", run, stack: id });
    noted.catch(() => {});
    for (const file of [plan, json]) rmSync(file, { force: true });
    const hash = stackHash(stack);
    await terraform.init();
    const { changes } = await terraform.planWithJson({ lock: false });
    if (stackHash(stack) !== hash) {
      throw new StackError({
        kind: "other",
        message: "the stack was synthesized again while it was planned",
      });
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

/** Reports whether a stack has the plan recorded in the journal, made of its current content. */
export function isPlanned(stack: StackFolder, history: StackHistory | undefined, plans: string): boolean {
  return whyNoPlan(stack, history, plans) === undefined;
}

/** Returns why a stack has no applicable plan; undefined when it has one. */
export function whyNoPlan(
  stack: StackFolder,
  history: StackHistory | undefined,
  plans: string,
): string | undefined {
  const planned = history?.planned;
  if (planned === undefined) return "it has no finished plan";
  try {
    if (stackHash(stack) !== planned.stackHash) return "the stack changed after it was planned";
    const hash = fileHash(planFiles(plans, stack.id).plan, "its plan file is missing");
    return hash === planned.planHash ? undefined : "its plan file differs from the planned one";
  } catch (error) {
    return stackFailure(error).message;
  }
}
