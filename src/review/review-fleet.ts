import { type JudgedControl, Judgements } from "../controls/judgements.ts";
import { FindingsTally, findingOf, tenantFindingOf } from "../findings/index.ts";
import type { CalendarDate, Fleet, Subscription, Tenant } from "../fleet/index.ts";
import type { BuildStack } from "../synthesis/build-stacks.ts";
import { Groups } from "./groups.ts";
import type {
  PlanCoverage,
  PlanProblem,
  ResourceChange,
  Retirement,
  Review,
  SubscriptionReview,
} from "./model.ts";
import { movementsOf } from "./movements.ts";
import { parsePlans, readPlanText } from "./plan-file.ts";
import { PlanReviewer, type ReviewedPlan } from "./plan-reviewer.ts";
import { PlanShapes } from "./plan-shapes.ts";
import { subscriptionOfFile } from "./plan-subscriptions.ts";
import { StackJudge } from "./stack-judge.ts";
import { SubscriptionPlans } from "./subscription-plans.ts";
import { TenantPlans, type TenantReview, tenantNotReviewed, tenantStackOfFile } from "./tenant-plans.ts";
import { controlVerdicts } from "./verdicts.ts";

export interface ReviewFleetOptions {
  /** Output files of `terraform show -json`, in any order. A subscription may have several. */
  readonly plans: Iterable<string>;
  /** The managed subscriptions to review; plans of others are ignored. @default - all of the fleet */
  readonly subscriptions?: readonly Subscription[];
  /**
   * The `cdktf.out` folder by which subscriptions without a plan are judged.
   *
   * @default - the baseline's stacks, built in
   * memory
   */
  readonly stacks?: string;
  /** Builds the stack of a subscription in memory. @default - the baseline alone */
  readonly build?: BuildStack;
  /** The day against which budgets and exceptions are judged. */
  readonly today: CalendarDate;
  /** The time of the review. */
  readonly now: Date;
  /** Ids of subscriptions that change, each of which requires a plan. @default - none */
  readonly expected?: Iterable<string>;
  /** Ids of stacks whose plan failed, with the reason. @default - none */
  readonly unplanned?: ReadonlyMap<string, string>;
  /** Files among the plans that must not be read, such as links, with the reason. @default - none */
  readonly notRead?: ReadonlyMap<string, string>;
  /** Ids of subscriptions that have a security contact in Azure. @default - none */
  readonly knownContacts?: Iterable<string>;
  /** Files among the plans that were already applied: nothing in them is pending. @default - none */
  readonly applied?: ReadonlySet<string>;
  /** Called after each file with the number of files done. @default - nothing */
  readonly onFile?: (done: number) => void;
}

/**
 * Reviews the effect of a set of plans on the baseline of every managed subscription.
 *
 * All plans of a subscription are judged together. A resource in none of them is not declared. A resource that one of
 * them deletes does not exist afterwards, even if another keeps it. Two plans of the same state are a problem. A
 * subscription without a plan of its own is judged by its stack, unless a plan is expected: then it is not reviewed. A
 * plan with an uncertain result (it ended with an error, it is incomplete, it goes to another subscription) leaves its
 * subscription not reviewed, with all controls unknown.
 *
 * The plan of a tenant's stack, recognized by its name, is shown with the tenant's chosen subscription.
 *
 * Files are read one after the other, and only the output of a plan is kept: memory grows with the differences between
 * plans, not with their number.
 */
export function reviewFleet(fleet: Fleet, options: ReviewFleetOptions): Review {
  return new FleetReview(fleet, options).run();
}

class FleetReview {
  readonly #fleet: Fleet;
  readonly #options: ReviewFleetOptions;
  readonly #judgements: Judgements;
  readonly #reviewer: PlanReviewer;
  readonly #shapes: PlanShapes;
  readonly #plans: SubscriptionPlans;
  readonly #problems: PlanProblem[] = [];
  readonly #retired: Retirement[] = [];
  readonly #expected: ReadonlySet<string>;
  /** The ids of the subscriptions to review; undefined for all. */
  readonly #asked: ReadonlySet<string> | undefined;
  readonly #tenantPlans: TenantPlans;
  /** The tenants by the subscription with which each is shown. */
  readonly #tenants: ReadonlyMap<string, Tenant>;

  constructor(fleet: Fleet, options: ReviewFleetOptions) {
    this.#fleet = fleet;
    this.#options = options;
    this.#judgements = new Judgements(options.today);
    this.#tenantPlans = new TenantPlans(fleet);
    this.#tenants = new Map(fleet.tenants.map((tenant) => [tenant.subscription.id, tenant]));
    this.#expected = lowerCased(options.expected);
    this.#asked = options.subscriptions && new Set(options.subscriptions.map(({ id }) => id));
    const knownContacts = lowerCased(options.knownContacts);
    this.#reviewer = new PlanReviewer(fleet, this.#judgements, new Groups(), knownContacts);
    this.#plans = new SubscriptionPlans(this.#reviewer);
    this.#shapes = new PlanShapes(fleet, knownContacts);
  }

  run(): Review {
    const files = [...new Set(this.#options.plans)].sort().filter((file) => this.#isAsked(file));
    for (const [index, file] of files.entries()) {
      this.#readFile(file);
      this.#options.onFile?.(index + 1);
    }
    this.#problems.push(...this.#tenantPlans.problems);
    this.#retired.push(...this.#tenantPlans.retired);
    const stacks = new StackJudge(this.#fleet, this.#options.stacks, this.#judgements, this.#options.build);
    const asked = this.#options.subscriptions ?? this.#fleet.subscriptions;
    const subscriptions = asked.map((subscription) => this.#conclude(subscription, stacks));
    this.#problems.push(...this.#plans.problems);
    const tally = new FindingsTally();
    for (const { findings } of subscriptions) tally.add(findings);
    const notReviewed = subscriptions.some(({ coverage }) => coverage.state === "not-reviewed");
    return {
      source: "plan",
      generatedAt: this.#options.now.toISOString(),
      summary: tally.summary(),
      controls: controlVerdicts(subscriptions),
      subscriptions,
      groups: this.#reviewer.groups.list(this.#options.subscriptions),
      problems: this.#problems,
      retired: this.#retired.sort((a, b) => (a.subscriptionId < b.subscriptionId ? -1 : 1)),
      complete: !notReviewed && this.#problems.length === 0,
    };
  }

  /** Whether the file concerns a reviewed subscription: the file of another stack does not. */
  #isAsked(file: string): boolean {
    if (this.#asked === undefined) return true;
    const tenant = tenantStackOfFile(file);
    const id =
      tenant === undefined
        ? subscriptionOfFile(file)
        : this.#fleet.tenants.find((one) => one.id === tenant)?.subscription.id;
    return id === undefined ? tenant === undefined : this.#asked.has(id);
  }

  #readFile(file: string): void {
    const refused = this.#options.notRead?.get(file);
    const content = refused === undefined ? readPlanText(file) : { message: refused };
    const tenant = tenantStackOfFile(file);
    if (tenant !== undefined) {
      this.#tenantPlans.take(file, tenant, content);
      return;
    }
    if ("message" in content) {
      this.#unreadable(file, content.message);
      return;
    }
    const shape = this.#shapes.shapeOf(file, content.text);
    const known = shape === undefined ? undefined : this.#shapes.find(shape);
    if (shape !== undefined && known !== undefined) {
      this.#plans.add({ file, document: 0 }, this.#reviewer.reviewIdentical(file, shape.subscription, known));
      return;
    }
    const documents = parsePlans(content.text);
    for (const [index, document] of documents.entries()) {
      if ("message" in document) {
        this.#unreadable(file, document.message, index);
        continue;
      }
      const result = this.#reviewer.review(file, document.json);
      this.#problems.push(...result.problems);
      if (result.retired !== undefined) this.#retired.push(result.retired);
      const taken = result.plans.map((plan) => this.#plans.add({ file, document: index }, plan));
      const [only] = taken;
      const alone = documents.length === 1 && taken.length === 1 && result.problems.length === 0;
      if (shape !== undefined && alone && only?.subscription === shape.subscription && only.touches !== true)
        this.#shapes.keep(shape, only);
    }
  }

  #unreadable(file: string, message: string, document = 0): void {
    this.#problems.push({ file, kind: "unreadable", message });
    const named = this.#fleet.subscription(subscriptionOfFile(file) ?? "");
    if (named === undefined) return;
    const coverage: PlanCoverage = { state: "not-reviewed", reason: `its plan cannot be read: ${message}` };
    this.#plans.add({ file, document }, { subscription: named, file, coverage });
  }

  #conclude(subscription: Subscription, stacks: StackJudge): SubscriptionReview {
    const spoken = this.#plans.of(subscription, () => stacks.resources(subscription));
    const plan = spoken?.plan;
    const isWithoutPlan = plan === undefined || plan.coverage.state === "no-plan";
    const failed = this.#options.unplanned?.get(subscription.id);
    // An existing plan is newer, because a failed run leaves none.
    if (failed !== undefined && isWithoutPlan) return this.#failed(subscription, failed, stacks);
    const coverage = isWithoutPlan ? this.#withoutPlan(subscription) : plan.coverage;
    const judged = this.#judged(subscription, plan, coverage, stacks);
    const findings = judged.map(({ control, judgement }) => findingOf(subscription, control, judgement));
    const files = spoken?.files ?? [];
    const isDone = files.length > 0 && files.every((file) => this.#options.applied?.has(file) === true);
    const applied = coverage.state === "reviewed" && isDone;
    if (applied) this.#reviewer.groups.remove(subscription);
    const before = applied ? judged : plan?.before;
    const review = {
      subscription,
      ...(applied ? { applied } : {}),
      ...(plan === undefined ? {} : { plan: plan.file }),
      ...(spoken === undefined || spoken.files.length < 2 ? {} : { plans: spoken.files }),
      coverage,
      findings,
      movements: movementsOf(subscription, before, findings),
      changes: applied ? [] : (plan?.changes ?? []),
      drift: applied ? [] : (plan?.drift ?? []),
    };
    return this.#besideTenant(subscription, review);
  }

  /** Reviews a subscription whose last plan run failed: plans of earlier runs are out of date. */
  #failed(subscription: Subscription, reason: string, stacks: StackJudge): SubscriptionReview {
    this.#reviewer.groups.remove(subscription);
    const coverage: PlanCoverage = { state: "not-reviewed", reason };
    const judged = this.#judged(subscription, undefined, coverage, stacks);
    const findings = judged.map(({ control, judgement }) => findingOf(subscription, control, judgement));
    const movements = movementsOf(subscription, undefined, findings);
    return this.#besideTenant(subscription, {
      subscription,
      coverage,
      findings,
      movements,
      changes: [],
      drift: [],
    });
  }

  #besideTenant(subscription: Subscription, review: SubscriptionReview): SubscriptionReview {
    const tenant = this.#tenants.get(subscription.id);
    if (tenant === undefined) return review;
    const expected = this.#expected.has(tenant.id);
    const failed = this.#options.unplanned?.get(tenant.id);
    const tenantReview =
      failed === undefined
        ? this.#tenantPlans.review(tenant, expected, this.#options.stacks)
        : tenantNotReviewed(tenant, undefined, `its tenant's plan: ${failed}`);
    return this.#withTenant(review, tenantReview);
  }

  /** Adds a tenant's findings and changes after those of the subscription with which it is shown. */
  #withTenant(review: SubscriptionReview, tenantReview: TenantReview): SubscriptionReview {
    const { subscription } = review;
    const findings = tenantReview.after.map(({ control, judgement }) =>
      tenantFindingOf(tenantReview.tenant, control, judgement),
    );
    const plan = review.plan ?? tenantReview.plan;
    return {
      subscription,
      ...(plan === undefined ? {} : { plan }),
      ...(review.plans === undefined ? {} : { plans: review.plans }),
      ...(review.applied === undefined ? {} : { applied: review.applied }),
      coverage: combined(review.coverage, tenantReview.coverage),
      findings: [...review.findings, ...findings],
      movements: [...review.movements, ...movementsOf(subscription, tenantReview.before, findings)],
      changes: this.#withChanges(review, tenantReview),
      drift: [...review.drift, ...tenantReview.drift],
    };
  }

  /** Puts all changes of a subscription into one group. */
  #withChanges(
    { changes, subscription }: SubscriptionReview,
    tenantReview: TenantReview,
  ): readonly ResourceChange[] {
    if (tenantReview.changes.length === 0) return changes;
    this.#reviewer.groups.remove(subscription);
    return this.#reviewer.groups.add(subscription, [...changes, ...tenantReview.changes]);
  }

  #withoutPlan({ id }: Subscription): PlanCoverage {
    if (!this.#expected.has(id)) return { state: "no-plan" };
    return { state: "not-reviewed", reason: "its stack changed, but has no plan" };
  }

  #judged(
    subscription: Subscription,
    plan: ReviewedPlan | undefined,
    coverage: PlanCoverage,
    stacks: StackJudge,
  ): readonly JudgedControl[] {
    if (coverage.state === "no-plan") return plan?.after ?? stacks.judge(subscription);
    if (coverage.state === "reviewed" && plan?.after !== undefined) return plan.after;
    const reason = coverage.state === "not-reviewed" ? coverage.reason : "its plan was not judged";
    return this.#judgements.unknown(subscription, reason);
  }
}

/** Combines coverage: not reviewed if either is; otherwise one plan is enough. */
function combined(own: PlanCoverage, tenant: PlanCoverage): PlanCoverage {
  if (own.state === "not-reviewed") return own;
  return tenant.state === "no-plan" ? own : tenant;
}

function lowerCased(ids: Iterable<string> = []): ReadonlySet<string> {
  return new Set([...ids].map((id) => id.toLowerCase()));
}
