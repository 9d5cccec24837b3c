import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Activities, JudgedSubscription, UnmanagedSubscription } from "../audit/index.ts";
import { type CalendarDate, type Fleet, freezeOn, type Subscription, type Tenant } from "../fleet/index.ts";
import {
  deployStacks,
  planStacks,
  RunLock,
  type RunOptions,
  type RunResult,
  type StackFolder,
  type StackResult,
} from "../runner/index.ts";
import { planFiles } from "../runner/stack-files.ts";
import { messageOf } from "../text/error-message.ts";
import { brakeOf } from "./brake.ts";
import { type Candidate, candidateOf } from "./candidates.ts";
import { Outcomes, planCommand } from "./outcomes.ts";
import { type EnforcedSubscription, type EnforceResult, isLeft, summaryOf } from "./result.ts";
import { SAFE_RULES, SafePlans } from "./safe-plan.ts";
import { ENFORCE_SCHEMA } from "./schema.ts";

/** The results of live audits, by the subscription's id. */
export interface Audited {
  readonly subscriptions: ReadonlyMap<string, JudgedSubscription>;
  /** Subscriptions that are not in the fleet. */
  readonly unmanaged: readonly UnmanagedSubscription[];
}

export interface EnforceOptions {
  /** With expired exceptions kept, although they no longer waive anything. */
  readonly fleet: Fleet;
  readonly today: CalendarDate;
  readonly now: () => Date;
  /** The subscriptions to audit. */
  readonly subscriptions: readonly Subscription[];
  /** The tenants to list for a person: their drift is not read. */
  readonly tenants: readonly Tenant[];
  /** Whether to apply safe plans. @default - only show them */
  readonly apply: boolean;
  /** `--max`. */
  readonly max?: string;
  /** Shared inputs of planning and deploying. */
  readonly run: Omit<RunOptions, "stacks">;
  /** An earlier result: unchanged subscriptions that it could not repair are not tried again. */
  readonly earlier?: EnforceResult;
  /**
   * Audits the current state of subscriptions in Azure.
   * @param fresh whether to use only sources without delay, as needed after a change
   */
  readonly audit: (subscriptions: readonly Subscription[], fresh: boolean) => Promise<Audited>;
  /** Returns who last changed resources of a subscription. */
  readonly activities: (subscription: Subscription, resources: readonly string[]) => Promise<Activities>;
  /** Receives messages about the progress. */
  readonly say: (text: string) => void;
}

/** Canaries are a fifth of the subscriptions to repair, up to this number. */
const MOST_CANARIES = 5;

/**
 * Audits the subscriptions, plans only the stacks of those that drifted, applies the safe plans, and audits these
 * subscriptions again. Returns the drift, the repairs and the remaining findings.
 *
 * @throws {RunnerError} when another enforcement or another run is in progress, or the limit is malformed
 */
export async function enforce(options: EnforceOptions): Promise<EnforceResult> {
  const { now, run } = options;
  const locks: RunLock[] = [];
  // Plans contain secrets in plain text, so the folder is private from the start.
  mkdirSync(run.plans, { recursive: true, mode: 0o700 });
  try {
    for (const folder of new Set([run.output.folder, run.plans]))
      locks.push(new RunLock(join(folder, ".enforce.lock"), "enforce", now()));
    return await new Enforcement(options).run();
  } finally {
    for (const lock of locks) lock.release();
  }
}

type Stopped = NonNullable<EnforceResult["stopped"]>;

class Enforcement {
  readonly #options: EnforceOptions;
  readonly #max: number;
  readonly #outcomes: Outcomes;
  #stopped: Stopped | undefined;
  #unmanaged: number | undefined;

  constructor(options: EnforceOptions) {
    this.#options = options;
    this.#max = brakeOf(options.max, options.fleet.subscriptions.length);
    this.#outcomes = new Outcomes(options.earlier);
  }

  async run(): Promise<EnforceResult> {
    const { audit, earlier, say, subscriptions } = this.#options;
    const audited = await audit(subscriptions, false);
    this.#unmanaged = audited.unmanaged.length;
    const candidates = this.#candidates(audited);
    const open: Candidate[] = [];
    for (const candidate of candidates) {
      const { decided } = candidate;
      if (decided !== undefined) this.#outcomes.set(candidate, decided.status, decided.why);
      else if (this.#outcomes.isKnown(candidate)) this.#outcomes.keep(candidate);
      else open.push(candidate);
    }
    const kept = candidates.length - open.length;
    say(
      `${subscriptions.length} audited: ${open.length} to plan${kept > 0 ? `, ${kept} decided without a plan` : ""}${earlier === undefined ? "" : ` (since ${earlier.generatedAt})`}`,
    );
    if (open.length > this.#max) this.#brake(open);
    else if (open.length > 0) {
      await this.#noteActivities(open);
      await this.#repair(open);
    }
    return this.#result();
  }

  #candidates({ subscriptions }: Audited): Candidate[] {
    return this.#options.subscriptions.flatMap((subscription) => {
      const judged = subscriptions.get(subscription.id);
      const candidate = judged && candidateOf(subscription, judged, this.#options.run.output);
      return candidate ?? [];
    });
  }

  #brake(open: readonly Candidate[]): void {
    const all = this.#options.fleet.subscriptions.length;
    const share = Math.round((open.length / all) * 100);
    const message = `${open.length} of ${all} subscriptions (${share} %) differ from their declaration, which is more than the limit of ${this.#max}: an incident, or a mistake in the fleet. Nothing was planned or applied. If all of them are to be repaired, add --max ${open.length}`;
    this.#stopped = { by: "brake", message };
    for (const candidate of open)
      this.#outcomes.set(candidate, "not-started", ["more subscriptions drifted than --max allows"]);
  }

  /** Notes the callers of the last changes in the outcomes. */
  async #noteActivities(open: readonly Candidate[]): Promise<void> {
    for (const candidate of open) {
      const resources = [...new Set(candidate.drift.flatMap(({ resource }) => resource ?? []))];
      if (resources.length === 0) continue;
      this.#outcomes.note(candidate, await this.#options.activities(candidate.subscription, resources));
    }
  }

  async #repair(open: readonly Candidate[]): Promise<void> {
    const { fleet, run, today } = this.#options;
    const stacks = this.#stacksOf(open);
    const planned = await planStacks({ ...run, stacks });
    const judge = await SafePlans.of(fleet, today);
    const safe: Candidate[] = [];
    for (const candidate of open) {
      const result = planned.stacks.find(({ id }) => id === candidate.subscription.id);
      if (result?.status === "unchanged") this.#outcomes.unchanged(candidate);
      else if (result?.status !== "planned") this.#outcomes.failed(candidate, result);
      else if (this.#isSafe(candidate, judge)) safe.push(candidate);
    }
    if (planned.status === "interrupted") {
      this.#stopped = {
        by: "interruption",
        message: "the run was interrupted during planning: continue with --resume",
      };
      for (const candidate of safe) this.#outcomes.set(candidate, "not-started", ["the run was interrupted"]);
      return;
    }
    await this.#applySafe(safe, judge);
  }

  #isSafe(candidate: Candidate, judge: SafePlans): boolean {
    const { id } = candidate.subscription;
    let why: readonly string[];
    try {
      const json = readFileSync(planFiles(this.#options.run.plans, id).json, "utf8");
      why = judge.whyNotSafe({ stack: id, json, declaration: this.#declaration(id) });
    } catch (error) {
      why = [`its plan cannot be judged: ${messageOf(error)}`];
    }
    if (why.length === 0) return true;
    this.#outcomes.set(candidate, "waits", why);
    return false;
  }

  #declaration(id: string): unknown {
    const stack = this.#options.run.output.stacks.find((one) => one.id === id);
    return stack === undefined ? undefined : JSON.parse(readFileSync(stack.file, "utf8"));
  }

  async #applySafe(safe: readonly Candidate[], judge: SafePlans): Promise<void> {
    const { apply, fleet, today } = this.#options;
    if (safe.length === 0) return;
    const freeze = freezeOn(fleet.partner, today);
    if (!apply) {
      for (const candidate of safe) this.#outcomes.set(candidate, "repairable", []);
      return;
    }
    if (freeze !== undefined) {
      this.#stopped = {
        by: "freeze",
        message: `nothing is applied from ${freeze.from} until ${freeze.until}: ${freeze.reason}`,
      };
      for (const candidate of safe)
        this.#outcomes.set(candidate, "not-started", [`frozen until ${freeze.until}`]);
      return;
    }
    const canaries = safe.slice(0, Math.min(MOST_CANARIES, Math.ceil(safe.length / 5)));
    const rest = safe.slice(canaries.length);
    await this.#applyWave("canary", canaries, judge);
    if (rest.length === 0) return;
    if (this.#stopped === undefined) await this.#applyWave("rest", rest, judge);
    else
      for (const candidate of rest)
        this.#outcomes.set(candidate, "not-started", ["a canary was not repaired"]);
  }

  /** Applies the plans of a wave, and audits the subscriptions again. */
  async #applyWave(
    wave: "canary" | "rest",
    candidates: readonly Candidate[],
    judge: SafePlans,
  ): Promise<void> {
    const { run, say } = this.#options;
    say(`${wave === "canary" ? "canary wave" : "the rest"}: ${candidates.length} to apply`);
    const ids = new Set<string>(candidates.map(({ subscription }) => subscription.id));
    const stacks = this.#stacksOf(candidates);
    const judged = new Set<string>();
    const result = await deployStacks({
      ...run,
      stacks,
      autoPlan: false,
      judge: (stack, json) => {
        // At the first apply the plan file itself; after a failure, the remainder.
        const isRemainder = run.resume || judged.has(stack);
        judged.add(stack);
        const why = judge.whyNotSafe({ stack, json, declaration: this.#declaration(stack) }, isRemainder);
        return why.length === 0 ? undefined : why.join("; ");
      },
      canary: { ids },
      confirm: () => Promise.resolve(true),
    });
    await this.#verify(candidates, result);
    const bad = candidates.filter((candidate) => !this.#outcomes.isRepaired(candidate));
    const [first] = bad;
    if (first === undefined) return;
    const { customer, name } = first.subscription;
    const message = `${customer.key}/${name} was not repaired: no further plans are applied`;
    const by = result?.status === "interrupted" ? "interruption" : wave === "canary" ? "canary" : "failure";
    this.#stopped = { by, message };
  }

  async #verify(candidates: readonly Candidate[], result: RunResult | undefined): Promise<void> {
    const { audit, run } = this.#options;
    const byId = new Map(result?.stacks.map((stack) => [stack.id, stack]));
    const applied = candidates.filter(({ subscription }) => isApplied(byId.get(subscription.id)));
    const subscriptions = applied.map(({ subscription }) => subscription);
    const after = applied.length === 0 ? undefined : (await audit(subscriptions, true)).subscriptions;
    for (const candidate of candidates) {
      const { subscription } = candidate;
      const stack = byId.get(subscription.id);
      if (!isApplied(stack)) {
        this.#outcomes.failed(candidate, stack);
        continue;
      }
      const judged = after?.get(subscription.id);
      this.#outcomes.verified(
        candidate,
        judged && candidateOf(subscription, judged, run.output),
        judged !== undefined,
      );
    }
  }

  #stacksOf(candidates: readonly Candidate[]): readonly StackFolder[] {
    const ids = new Set<string>(candidates.map(({ subscription }) => subscription.id));
    return this.#options.run.output.stacks.filter(({ id }) => ids.has(id));
  }

  #result(): EnforceResult {
    const { apply, now, subscriptions, tenants } = this.#options;
    const enforced = this.#outcomes.list();
    return {
      schema: ENFORCE_SCHEMA,
      generatedAt: now().toISOString(),
      mode: apply ? "apply" : "show",
      status: statusOf(enforced, this.#stopped),
      ...(this.#stopped === undefined ? {} : { stopped: this.#stopped }),
      max: this.#max,
      safe: [...SAFE_RULES],
      summary: summaryOf(enforced, subscriptions.length),
      subscriptions: enforced,
      ...(tenants.length === 0 ? {} : { tenantStacks: tenants.map(tenantStackOf) }),
      ...(this.#unmanaged === undefined ? {} : { unmanaged: this.#unmanaged }),
    };
  }
}

function tenantStackOf({ customer, id }: Tenant) {
  return { stack: id, customer: customer.key, command: planCommand(id) };
}

function isApplied(stack: StackResult | undefined): boolean {
  return stack?.status === "applied" || stack?.status === "unchanged";
}

function statusOf(
  all: readonly EnforcedSubscription[],
  stopped: Stopped | undefined,
): EnforceResult["status"] {
  if (all.some(({ status }) => status === "failed")) return "failed";
  if (stopped !== undefined) return "stopped";
  if (all.some((one) => one.status !== "skipped" && isLeft(one))) return "left";
  return all.some(({ status }) => status === "repaired") ? "repaired" : "clean";
}
