import type { ArmResource } from "../evidence/index.ts";
import type { Subscription } from "../fleet/index.ts";
import type { Groups } from "./groups.ts";
import type { PlanCoverage, PlanProblem, ResourceChange } from "./model.ts";
import { parsePlans, readPlanText } from "./plan-file.ts";
import type { PlanPart } from "./plan-part.ts";
import type { PlanReviewer, ReviewedPlan } from "./plan-reviewer.ts";

/** The origin of a plan: its file, and the document in it. */
interface Source {
  readonly file: string;
  readonly document: number;
}

interface CollectedPlan {
  readonly source: Source;
  readonly plan: ReviewedPlan;
}

/** The number of files whose plans are kept while subscriptions with several plans are judged. */
const FILES_KEPT = 4;

/**
 * Collects the plans of each subscription. A plan is judged when it is read, and only its output is kept. When several
 * plans concern a subscription, their files are read again, to judge them together.
 */
export class SubscriptionPlans {
  readonly problems: PlanProblem[] = [];
  readonly #reviewer: PlanReviewer;
  readonly #groups: Groups;
  readonly #collected = new Map<string, CollectedPlan[]>();
  readonly #files = new Map<string, readonly (readonly ReviewedPlan[])[]>();
  readonly #sameStates = new Set<string>();

  constructor(reviewer: PlanReviewer) {
    this.#reviewer = reviewer;
    this.#groups = reviewer.groups;
  }

  /** Adds a plan of one subscription, in the order of the files. */
  add(source: Source, { part: _, ...plan }: ReviewedPlan): ReviewedPlan {
    const { id } = plan.subscription;
    const collected = this.#collected.get(id);
    const grouped =
      collected === undefined && plan.changes !== undefined && !this.#groups.has(id)
        ? { ...plan, changes: this.#groups.add(plan.subscription, plan.changes) }
        : plan;
    if (collected === undefined) this.#collected.set(id, [{ source, plan: grouped }]);
    else collected.push({ source, plan: grouped });
    return grouped;
  }

  /**
   * Combines all plans of a subscription; undefined when there are none.
   * @param declared the resources of its stack, which count when it has no plan of its own
   */
  of(
    subscription: Subscription,
    declared: () => readonly ArmResource[] | undefined,
  ): { readonly plan: ReviewedPlan; readonly files: readonly string[] } | undefined {
    const all = this.#collected.get(subscription.id) ?? [];
    const own = all.filter(({ plan }) => plan.misdirected !== true);
    const relevant = own.length > 0 ? own : all.slice(0, 1);
    const [first] = relevant;
    if (first === undefined) return undefined;
    const files = [...new Set(relevant.map(({ source }) => source.file))];
    const onlyTouched = relevant.every(({ plan }) => plan.touches === true);
    if (all.length === 1 && !onlyTouched) return { plan: first.plan, files };
    const plan = this.#combine(subscription, relevant, onlyTouched ? declared : undefined);
    this.#groups.remove(subscription);
    return { plan: { ...plan, changes: this.#groups.add(subscription, plan.changes ?? []) }, files };
  }

  #combine(
    subscription: Subscription,
    relevant: readonly CollectedPlan[],
    declared: (() => readonly ArmResource[] | undefined) | undefined,
  ): ReviewedPlan {
    const missing = relevant.find(({ plan }) => plan.coverage.state === "not-reviewed");
    const read = relevant.map(({ plan, source }) => ({ ...plan, part: this.#partOf(subscription, source) }));
    const file =
      (missing ?? relevant.find(({ plan }) => plan.touches !== true) ?? relevant[0])?.source.file ?? "";
    const changes = distinct(read.flatMap((plan) => plan.changes ?? []));
    const drift = read.flatMap((plan) => plan.drift ?? []);
    const base = { subscription, file, changes, drift };
    if (missing !== undefined) return { ...base, coverage: missing.plan.coverage };
    const parts = read.flatMap(({ part }) => part ?? []);
    if (parts.length < read.length) {
      const reason = "one of its plans changed during the review and could not be read again";
      return { ...base, coverage: { state: "not-reviewed", reason } };
    }
    this.#findSameState(parts);
    const coverage: PlanCoverage = { state: declared === undefined ? "reviewed" : "no-plan" };
    const touches = declared === undefined ? {} : { touches: true };
    const resources = declared?.();
    // A plan without changes here adds nothing to the stack's declaration.
    if (declared !== undefined && (resources === undefined || changes.length === 0))
      return { ...base, coverage, ...touches };
    return { ...base, coverage, ...touches, ...this.#reviewer.judge(subscription, parts, resources) };
  }

  /** Reports two plans of the same state: applying one makes the other out of date. */
  #findSameState(parts: readonly PlanPart[]): void {
    const owners = new Map<string, string>();
    for (const { after, before, file, secrets } of parts) {
      for (const { address, id, type } of [...before.resources, ...after.resources]) {
        if (address === undefined || typeof id !== "string") continue;
        if (/(?:^|\.)data\./.test(address)) continue;
        const key = `${address}\n${type}\n${id}`.toLowerCase();
        const other = owners.get(key);
        if (other === undefined) owners.set(key, file);
        else if (other !== file) {
          this.#sameState(other, file, secrets.maskAddress(address));
          return;
        }
      }
    }
  }

  #sameState(first: string, second: string, address: string): void {
    const key = `${first}\n${second}`;
    if (this.#sameStates.has(key)) return;
    this.#sameStates.add(key);
    const message = `it plans the same state as ${first}: both contain ${address}. Keep the one that will be applied`;
    this.problems.push({ file: second, kind: "duplicate", message });
  }

  #partOf(subscription: Subscription, { document, file }: Source): PlanPart | undefined {
    const plans = this.#read(file)[document] ?? [];
    return plans.find((plan) => plan.subscription === subscription)?.part;
  }

  #read(file: string): readonly (readonly ReviewedPlan[])[] {
    const kept = this.#files.get(file);
    this.#files.delete(file);
    const read = kept ?? this.#readAgain(file);
    this.#files.set(file, read);
    const [oldest] = this.#files.keys();
    if (oldest !== undefined && this.#files.size > FILES_KEPT) this.#files.delete(oldest);
    return read;
  }

  #readAgain(file: string): readonly (readonly ReviewedPlan[])[] {
    const content = readPlanText(file);
    if ("message" in content) return [];
    return parsePlans(content.text).map((document) =>
      "message" in document ? [] : this.#reviewer.review(file, document.json).plans,
    );
  }
}

/** Removes changes that two plans of one state have in common. */
function distinct(changes: readonly ResourceChange[]): readonly ResourceChange[] {
  const seen = new Set<string>();
  return changes.filter((change) => {
    const text = JSON.stringify(change);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}
