import { type JudgedControl, Judgements } from "../controls/judgements.ts";
import { FindingsTally, findingOf, tenantFindingOf } from "../findings/index.ts";
import type { CalendarDate, Fleet, Subscription, Tenant } from "../fleet/index.ts";
import type { BuildStack } from "../synthesis/build-stacks.ts";
import { Groups } from "./groups.ts";
import type { PlanCoverage, PlanProblem, Retirement, Review, SubscriptionReview } from "./model.ts";
import { movementsOf } from "./movements.ts";
import { parsePlans, readPlanText } from "./plan-file.ts";
import { PlanReviewer, type ReviewedPlan } from "./plan-reviewer.ts";
import { PlanShapes } from "./plan-shapes.ts";
import { subscriptionOfFile } from "./plan-subscriptions.ts";
import { StackJudge } from "./stack-judge.ts";
import { TenantPlans, type TenantReview, tenantStackOfFile } from "./tenant-plans.ts";
import { controlVerdicts } from "./verdicts.ts";

export interface ReviewFleetOptions {
  /** Files that `terraform show -json` made, in any order; one plan for each subscription. */
  readonly plans: Iterable<string>;
  /** The `cdktf.out` by which subscriptions without a plan are judged. @default the baseline's stacks, built in memory */
  readonly stacks?: string;
  /** How the stack of a subscription is built in memory. @default the baseline alone */
  readonly build?: BuildStack;
  /** The day on which budgets and exceptions are judged. */
  readonly today: CalendarDate;
  /** When the review is made. */
  readonly now: Date;
  /** Ids of subscriptions that change, so that there must be a plan of each. @default none */
  readonly expected?: Iterable<string>;
  /** Ids of stacks that have no plan although one was asked for, with the reason. @default none */
  readonly unplanned?: ReadonlyMap<string, string>;
  /** Files among the plans that are not to be read, such as links, with the reason. @default none */
  readonly notRead?: ReadonlyMap<string, string>;
  /** Ids of subscriptions that are known to have a security contact in Azure. @default none */
  readonly knownContacts?: Iterable<string>;
  /** Called after each file, with how many are done. @default nothing */
  readonly onFile?: (done: number) => void;
}

/**
 * What a set of plans does to the baseline of every managed subscription.
 *
 * One plan speaks for a subscription: what is not in it is not declared. Of two plans for one subscription the file
 * that sorts first counts, the other is a problem. A subscription without a plan is judged by its stack, unless a plan
 * of it is expected: then it is not reviewed. A plan that does not tell for sure (it ended with an error, it is incomplete, it goes to another subscription) leaves its
 * subscription not reviewed, with all controls unknown.
 *
 * The plan of a tenant's stack, told by its name, is shown with the subscription that the tenant goes with.
 *
 * Files are read one after the other, and nothing of a plan is kept but what is shown: memory grows with the
 * differences between plans, not with their number.
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
  readonly #reviewed = new Map<string, ReviewedPlan>();
  readonly #problems: PlanProblem[] = [];
  readonly #retired: Retirement[] = [];
  readonly #expected: ReadonlySet<string>;
  readonly #tenantPlans: TenantPlans;
  /** By the subscription that each goes with. */
  readonly #tenants: ReadonlyMap<string, Tenant>;

  constructor(fleet: Fleet, options: ReviewFleetOptions) {
    this.#fleet = fleet;
    this.#options = options;
    this.#judgements = new Judgements(options.today);
    this.#tenantPlans = new TenantPlans(fleet);
    this.#tenants = new Map(fleet.tenants.map((tenant) => [tenant.subscription.id, tenant]));
    this.#expected = lowerCased(options.expected);
    const knownContacts = lowerCased(options.knownContacts);
    this.#reviewer = new PlanReviewer(fleet, this.#judgements, new Groups(), knownContacts);
    this.#shapes = new PlanShapes(fleet, knownContacts);
  }

  run(): Review {
    const files = [...new Set(this.#options.plans)].sort();
    for (const [index, file] of files.entries()) {
      this.#readFile(file);
      this.#options.onFile?.(index + 1);
    }
    this.#problems.push(...this.#tenantPlans.problems);
    this.#retired.push(...this.#tenantPlans.retired);
    const stacks = new StackJudge(this.#fleet, this.#options.stacks, this.#judgements, this.#options.build);
    const subscriptions = this.#fleet.subscriptions.map((subscription) =>
      this.#conclude(subscription, stacks),
    );
    const tally = new FindingsTally();
    for (const { findings } of subscriptions) tally.add(findings);
    const notReviewed = subscriptions.some(({ coverage }) => coverage.state === "not-reviewed");
    return {
      source: "plan",
      generatedAt: this.#options.now.toISOString(),
      summary: tally.summary(),
      controls: controlVerdicts(subscriptions),
      subscriptions,
      groups: this.#reviewer.groups.list(),
      problems: this.#problems,
      retired: this.#retired.sort((a, b) => (a.subscriptionId < b.subscriptionId ? -1 : 1)),
      complete: !notReviewed && this.#problems.every(({ kind }) => kind === "unknown-subscription"),
    };
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
      this.#take(file, this.#reviewer.alike(file, shape.subscription, known));
      return;
    }
    const documents = parsePlans(content.text);
    for (const document of documents) {
      if ("message" in document) {
        this.#unreadable(file, document.message);
        continue;
      }
      const result = this.#reviewer.review(file, document.json);
      this.#problems.push(...result.problems);
      if (result.retired !== undefined) this.#retired.push(result.retired);
      for (const plan of result.plans) this.#take(file, plan);
      const [only] = result.plans;
      const alone = documents.length === 1 && result.plans.length === 1 && result.problems.length === 0;
      if (shape !== undefined && alone && only?.subscription === shape.subscription)
        this.#shapes.keep(shape, only);
    }
  }

  #unreadable(file: string, message: string): void {
    this.#problems.push({ file, kind: "unreadable", message });
    const named = this.#fleet.subscription(subscriptionOfFile(file) ?? "");
    if (named === undefined) return;
    const coverage: PlanCoverage = { state: "not-reviewed", reason: `its plan cannot be read: ${message}` };
    this.#take(file, { subscription: named, file, coverage });
  }

  /** The first plan of a subscription counts; one that says nothing for sure gives way to one that does. */
  #take(file: string, plan: ReviewedPlan): void {
    const { id } = plan.subscription;
    const first = this.#reviewed.get(id);
    if (first === undefined) {
      this.#reviewed.set(id, plan);
      return;
    }
    if (first.aside === true && plan.aside !== true) this.#reviewed.set(id, plan);
    if (first.aside === true || plan.aside === true) return;
    const { customer, name } = plan.subscription;
    const message = `a plan of ${customer.key}/${name} (${id}) was read already, from ${first.file}: this one is left out`;
    this.#problems.push({ file, kind: "duplicate", message });
  }

  #conclude(subscription: Subscription, stacks: StackJudge): SubscriptionReview {
    const plan = this.#reviewed.get(subscription.id);
    const coverage = plan?.coverage ?? this.#withoutPlan(subscription);
    const judged = this.#judged(subscription, plan, coverage, stacks);
    const findings = judged.map(({ control, judgement }) => findingOf(subscription, control, judgement));
    const review = {
      subscription,
      ...(plan === undefined ? {} : { plan: plan.file }),
      coverage,
      findings,
      movements: movementsOf(subscription, plan?.before, findings),
      changes: plan?.changes ?? [],
      drift: plan?.drift ?? [],
    };
    const tenant = this.#tenants.get(subscription.id);
    if (tenant === undefined) return review;
    const expected = this.#expected.has(tenant.id) || this.#options.unplanned?.has(tenant.id) === true;
    return this.#withTenant(review, this.#tenantPlans.review(tenant, expected, this.#options.stacks));
  }

  /** A tenant is shown with the subscription that it goes with: its findings and changes come after those. */
  #withTenant(review: SubscriptionReview, said: TenantReview): SubscriptionReview {
    const { subscription } = review;
    const findings = said.after.map(({ control, judgement }) =>
      tenantFindingOf(said.tenant, control, judgement),
    );
    const plan = review.plan ?? said.plan;
    return {
      subscription,
      ...(plan === undefined ? {} : { plan }),
      coverage: together(review.coverage, said.coverage),
      findings: [...review.findings, ...findings],
      movements: [...review.movements, ...movementsOf(subscription, said.before, findings)],
      changes: [...review.changes, ...this.#reviewer.groups.add(subscription, said.changes)],
      drift: [...review.drift, ...said.drift],
    };
  }

  #withoutPlan({ id }: Subscription): PlanCoverage {
    const unplanned = this.#options.unplanned?.get(id);
    if (unplanned !== undefined) return { state: "not-reviewed", reason: unplanned };
    if (!this.#expected.has(id)) return { state: "no-plan" };
    return { state: "not-reviewed", reason: "its stack changed, and there is no plan of it" };
  }

  #judged(
    subscription: Subscription,
    plan: ReviewedPlan | undefined,
    coverage: PlanCoverage,
    stacks: StackJudge,
  ): readonly JudgedControl[] {
    if (coverage.state === "no-plan") return stacks.judge(subscription);
    if (coverage.state === "reviewed" && plan?.after !== undefined) return plan.after;
    const reason = coverage.state === "not-reviewed" ? coverage.reason : "its plan was not judged";
    return this.#judgements.unknown(subscription, reason);
  }
}

/** Whatever was not reviewed counts for both; else one plan is enough to have changes. */
function together(own: PlanCoverage, tenant: PlanCoverage): PlanCoverage {
  if (own.state === "not-reviewed") return own;
  return tenant.state === "no-plan" ? own : tenant;
}

function lowerCased(ids: Iterable<string> = []): ReadonlySet<string> {
  return new Set([...ids].map((id) => id.toLowerCase()));
}
