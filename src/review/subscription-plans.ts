import type { ArmResource } from "../evidence/index.ts";
import type { Subscription } from "../fleet/index.ts";
import type { Groups } from "./groups.ts";
import type { PlanCoverage, PlanProblem, ResourceChange } from "./model.ts";
import { parsePlans, readPlanText } from "./plan-file.ts";
import type { PlanPart } from "./plan-part.ts";
import type { PlanReviewer, ReviewedPlan } from "./plan-reviewer.ts";

/** Where a plan was read: its file, and the document in it. */
interface Source {
  readonly file: string;
  readonly document: number;
}

interface Taken {
  readonly source: Source;
  readonly plan: ReviewedPlan;
}

/** Files whose plans are kept while subscriptions with several are judged. */
const FILES_KEPT = 4;

/**
 * The plans of each subscription. One is judged as it is read, and only what is shown of it is kept. Where several speak
 * of a subscription, their files are read once more, so that all can be judged together.
 */
export class SubscriptionPlans {
  readonly problems: PlanProblem[] = [];
  readonly #reviewer: PlanReviewer;
  readonly #groups: Groups;
  readonly #taken = new Map<string, Taken[]>();
  readonly #files = new Map<string, readonly (readonly ReviewedPlan[])[]>();
  readonly #sameStates = new Set<string>();

  constructor(reviewer: PlanReviewer) {
    this.#reviewer = reviewer;
    this.#groups = reviewer.groups;
  }

  /** Takes what a plan says of one subscription, in the order of the files. */
  take(source: Source, { part: _, ...plan }: ReviewedPlan): ReviewedPlan {
    const { id } = plan.subscription;
    const known = this.#taken.get(id);
    const grouped =
      known === undefined && plan.changes !== undefined && !this.#groups.has(id)
        ? { ...plan, changes: this.#groups.add(plan.subscription, plan.changes) }
        : plan;
    if (known === undefined) this.#taken.set(id, [{ source, plan: grouped }]);
    else known.push({ source, plan: grouped });
    return grouped;
  }

  /**
   * What all plans of a subscription come to; undefined when there is none of it.
   * @param declared the resources of its stack, which count where no plan is its own
   */
  of(
    subscription: Subscription,
    declared: () => readonly ArmResource[] | undefined,
  ): { readonly plan: ReviewedPlan; readonly files: readonly string[] } | undefined {
    const all = this.#taken.get(subscription.id) ?? [];
    const own = all.filter(({ plan }) => plan.aside !== true);
    const taken = own.length > 0 ? own : all.slice(0, 1);
    const [first] = taken;
    if (first === undefined) return undefined;
    const files = [...new Set(taken.map(({ source }) => source.file))];
    const onlyTouched = taken.every(({ plan }) => plan.touches === true);
    if (all.length === 1 && !onlyTouched) return { plan: first.plan, files };
    const plan = this.#together(subscription, taken, onlyTouched ? declared : undefined);
    this.#groups.remove(subscription);
    return { plan: { ...plan, changes: this.#groups.add(subscription, plan.changes ?? []) }, files };
  }

  #together(
    subscription: Subscription,
    taken: readonly Taken[],
    declared: (() => readonly ArmResource[] | undefined) | undefined,
  ): ReviewedPlan {
    const missing = taken.find(({ plan }) => plan.coverage.state === "not-reviewed");
    const read = taken.map(({ plan, source }) => ({ ...plan, part: this.#partOf(subscription, source) }));
    const file = (missing ?? taken.find(({ plan }) => plan.touches !== true) ?? taken[0])?.source.file ?? "";
    const changes = distinct(read.flatMap((plan) => plan.changes ?? []));
    const drift = read.flatMap((plan) => plan.drift ?? []);
    const base = { subscription, file, changes, drift };
    if (missing !== undefined) return { ...base, coverage: missing.plan.coverage };
    const parts = read.flatMap(({ part }) => part ?? []);
    if (parts.length < read.length) {
      const reason = "one of its plans could not be read a second time: it changed during the review";
      return { ...base, coverage: { state: "not-reviewed", reason } };
    }
    this.#findSameState(parts);
    const coverage: PlanCoverage = { state: declared === undefined ? "reviewed" : "no-plan" };
    const touches = declared === undefined ? {} : { touches: true };
    const resources = declared?.();
    // A plan that changes nothing here adds nothing to what the stack declares.
    if (declared !== undefined && (resources === undefined || changes.length === 0))
      return { ...base, coverage, ...touches };
    return { ...base, coverage, ...touches, ...this.#reviewer.judge(subscription, parts, resources) };
  }

  /** Two plans of the very same state: which one is applied is not known, and the other is out of date then. */
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
    const message = `it is a plan of the same state as ${first}: both have ${address}. Keep the one that is to be applied`;
    this.problems.push({ file: second, kind: "duplicate", message });
  }

  #partOf(subscription: Subscription, { document, file }: Source): PlanPart | undefined {
    const plans = this.#read(file)[document] ?? [];
    return plans.find((plan) => plan.subscription === subscription)?.part;
  }

  #read(file: string): readonly (readonly ReviewedPlan[])[] {
    const known = this.#files.get(file);
    this.#files.delete(file);
    const read = known ?? this.#readAgain(file);
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

/** Without those that two plans of one state have in common. */
function distinct(changes: readonly ResourceChange[]): readonly ResourceChange[] {
  const seen = new Set<string>();
  return changes.filter((change) => {
    const text = JSON.stringify(change);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}
