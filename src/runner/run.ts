import { createHash } from "node:crypto";
import { type DeployContext, deployStack, type JudgePlan } from "./deploy-stack.ts";
import type { StackFolder } from "./output.ts";
import { type Changes, sum } from "./plan-changes.ts";
import { isPlanned, planStack, whyNoPlan } from "./plan-stack.ts";
import type { ReviewedPlans } from "./reviewed-plans.ts";
import type { RunResult, StackOutcome } from "./run-result.ts";
import { RunnerError } from "./runner-error.ts";
import { Session, type SessionOptions } from "./session.ts";

export type RunOptions = Omit<SessionOptions, "verb"> & {
  /** The selected stacks. */
  readonly stacks: readonly StackFolder[];
  /** Stacks that are not touched, and why: Azure takes no changes of their subscriptions. @default none */
  readonly unavailable?: ReadonlyMap<string, string>;
};

/**
 * Plans stacks. A continued run skips the stacks that it planned and that did not change since.
 * @throws {RunnerError} when another run is active
 */
export async function planStacks(options: RunOptions): Promise<RunResult> {
  const session = new Session({ ...options, verb: "plan" });
  try {
    const settled = skippedOf(options);
    for (const stack of options.resume ? options.stacks : []) {
      if (settled.has(stack.id)) continue;
      const history = session.history.stacks.get(stack.id);
      const planned = history?.planned;
      if (planned?.run !== session.run || !isPlanned(stack, history, options.plans)) continue;
      const { changes } = planned;
      settled.set(stack.id, { status: changes.any ? "planned" : "unchanged", changes, earlier: true });
    }
    const left = options.stacks.filter(({ id }) => !settled.has(id));
    return await session.work(left, planStack, settled);
  } finally {
    session.close();
  }
}

function skippedOf({ stacks, unavailable }: RunOptions): Map<string, StackOutcome> {
  const settled = new Map<string, StackOutcome>();
  for (const { id } of stacks) {
    const message = unavailable?.get(id);
    if (message !== undefined) settled.set(id, { status: "skipped", message });
  }
  return settled;
}

/** The first stacks of a deployment: these ids, or this number. */
export type Canary = { readonly count: number } | { readonly ids: ReadonlySet<string> };

/** The scope of a deployment. */
export interface DeploymentSummary {
  /** The stacks to apply, without those known to have no changes. */
  readonly stacks: number;
  readonly unchanged: number;
  /** The stacks applied by an earlier run. */
  readonly done: number;
  readonly refused: number;
  /** Undefined before the plans are made. */
  readonly changes: Changes | undefined;
}

export type DeployOptions = RunOptions & {
  /** Plans and applies in one step, without a review. */
  readonly autoPlan: boolean;
  /** Judges every plan before it is applied. @default - no judgement */
  readonly judge?: JudgePlan;
  /** Plans that were made and reviewed elsewhere: only stacks with one are deployed. @default - those in the folder */
  readonly reviewed?: ReviewedPlans;
  /** Deploys these first, and no others if one fails. @default - all */
  readonly canary?: Canary;
  /** Called before anything is applied. */
  confirm(summary: DeploymentSummary): Promise<boolean>;
};

/**
 * Applies stacks: each exactly its reviewed plan, or not at all.
 * @returns undefined when it was not confirmed: nothing was applied
 * @throws {RunnerError} when another run is active, or an earlier one must be continued first
 */
export async function deployStacks(options: DeployOptions): Promise<RunResult | undefined> {
  const session = new Session({ ...options, verb: "deploy" });
  try {
    const { left, settled } = stacksToApply(options, session);
    const wave = options.canary === undefined ? left : canaries(left, options.canary);
    const changes = wave.flatMap(({ changes }) => changes ?? []);
    const summary: DeploymentSummary = {
      stacks: wave.filter(({ changes }) => changes?.any !== false).length,
      unchanged: wave.filter(({ changes }) => changes?.any === false).length,
      done: [...settled.values()].filter(({ earlier }) => earlier === true).length,
      refused: [...settled.values()].filter(({ status }) => status === "refused").length,
      changes: options.autoPlan ? undefined : sum(changes),
    };
    if (summary.stacks > 0 && !(await options.confirm(summary))) return undefined;
    const { autoPlan, canary, judge, reviewed } = options;
    const plansHere = autoPlan || reviewed !== undefined;
    return await session.work(
      wave.map(({ stack }) => stack),
      (stack, context) => {
        const deployContext: DeployContext = {
          ...context,
          autoPlan,
          ...(judge === undefined ? {} : { judge }),
          ...(reviewed === undefined ? {} : { reviewed }),
        };
        const known = plansHere && !options.resume ? undefined : session.history.stacks.get(stack.id);
        return deployStack(stack, known ?? {}, deployContext);
      },
      settled,
      ({ status }) => canary !== undefined && (status === "failed" || status === "refused"),
    );
  } finally {
    session.close();
  }
}

/** The action of a deployment for a stack. */
export interface PreviewedStack {
  readonly id: string;
  /** `to-apply`: its plan would be applied; `applied`: an earlier run applied it; `unchanged`: it has no changes. */
  readonly status: "to-apply" | "unchanged" | "applied" | "refused";
  readonly changes?: Changes;
  /** Why it is refused. */
  readonly message?: string;
}

/**
 * Returns the actions of {@link deployStacks} for the existing plans. It does not run Terraform and applies nothing;
 * whether a plan still matches Azure's state shows only when it is applied.
 * @throws {RunnerError} as deployStacks
 */
export function previewDeployment(options: Omit<DeployOptions, "autoPlan" | "confirm">): PreviewedStack[] {
  const all = { ...options, autoPlan: false };
  const session = new Session({ ...all, verb: "deploy" });
  try {
    const { left, settled } = stacksToApply(all, session);
    const wave = options.canary === undefined ? left : canaries(left, options.canary);
    const found = new Map<string, PreviewedStack>();
    for (const [id, { changes, message, status }] of settled) {
      const isDone = status === "unchanged" || status === "applied";
      const shown = isDone || message === undefined ? {} : { message };
      found.set(id, { id, status: isDone ? status : "refused", ...(changes && { changes }), ...shown });
    }
    for (const { changes, stack } of wave) {
      const status = changes?.any === false ? "unchanged" : "to-apply";
      found.set(stack.id, { id: stack.id, status, ...(changes && { changes }) });
    }
    return options.stacks.flatMap(({ id }) => found.get(id) ?? []);
  } finally {
    session.close();
  }
}

/** A stack to apply. */
interface Applicable {
  readonly stack: StackFolder;
  /** Undefined before its plan is made. */
  readonly changes: Changes | undefined;
}

/**
 * Returns the stacks to apply, and the results of those that are not applied: skipped, refused, or done earlier.
 * @throws {RunnerError} when an earlier deployment of the same plans is incomplete and is not continued
 */
function stacksToApply(options: Omit<DeployOptions, "confirm">, session: Session) {
  const { autoPlan, plans, resume, reviewed, stacks } = options;
  const settled = skippedOf(options);
  const left: Applicable[] = [];
  let startedCount = 0;
  for (const stack of stacks) {
    if (settled.has(stack.id)) continue;
    const history = session.history.stacks.get(stack.id);
    const { apply, planned } = history ?? {};
    const published = reviewed?.of(stack.id);
    if (reviewed !== undefined && published === undefined) continue;
    if (autoPlan || published !== undefined) {
      const done = resume && apply?.state === "applied" && planned?.run === session.run;
      if (done) settled.set(stack.id, doneEarlier(planned.changes));
      else left.push({ stack, changes: published?.changes });
      continue;
    }
    const refusal = whyNoPlan(stack, history, plans);
    if (planned === undefined || refusal !== undefined) {
      const message = `${refusal ?? "it has no plan"}: plan and review it first`;
      settled.set(stack.id, { status: "refused", message });
    } else if (apply?.state === "applied") {
      settled.set(stack.id, doneEarlier(planned.changes));
      if (planned.changes.any) startedCount += 1;
    } else {
      left.push({ stack, changes: planned.changes });
      if (apply !== undefined) startedCount += 1;
    }
  }
  if (startedCount > 0 && left.some(({ changes }) => changes?.any === true) && !resume) {
    throw new RunnerError(
      "refused",
      `an earlier deployment of these plans is incomplete (${startedCount} started or applied): continue it with --resume, or plan again`,
    );
  }
  return { left, settled };
}

function doneEarlier(changes: Changes): StackOutcome {
  if (!changes.any) return { status: "unchanged", changes, earlier: true };
  return { status: "applied", message: "its plan was applied by an earlier run", changes, earlier: true };
}

/**
 * Selects the canaries. A number selects the stacks with the lowest hash of their id: always the same, spread over all
 * customers. Stacks without changes are excluded, because they prove nothing.
 */
function canaries(candidates: readonly Applicable[], canary: Canary): readonly Applicable[] {
  if ("ids" in canary) return candidates.filter(({ stack }) => canary.ids.has(stack.id));
  return candidates
    .filter(({ changes }) => changes?.any !== false)
    .map((candidate) => ({ candidate, weight: weightOf(candidate.stack.id) }))
    .sort((a, b) => (a.weight < b.weight ? -1 : 1))
    .slice(0, canary.count)
    .map(({ candidate }) => candidate);
}

function weightOf(id: string): string {
  return createHash("sha256").update(id).digest("hex");
}
