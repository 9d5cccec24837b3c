import type { JudgedControl } from "../controls/judgements.ts";
import { findingOf, tenantFindingOf } from "../findings/index.ts";
import type { CalendarDate, Fleet, Subscription } from "../fleet/index.ts";
import { GUID } from "../text/guid.ts";
import { pastBudgets } from "./past-budgets.ts";
import { parsePlans } from "./plan-file.ts";
import type { ReviewedPlan } from "./plan-reviewer.ts";
import { reviewPlan } from "./review-plan.ts";
import type { TenantPlans } from "./tenant-plans.ts";

const STACK_ID = new RegExp(`^(?:tenant-)?${GUID}$`, "i");

/** A control that does not pass after a plan, with the reason. */
interface Open {
  readonly control: string;
  readonly status: string;
  readonly message: string;
}

/** The number of controls named; the others are counted. */
const NAMED = 3;

/**
 * Judges plans one by one before they are applied, with the controls and the evidence of the review. A plan must not be
 * applied when
 *
 * - a required control of the stack's own subscription fails or is unknown after it, without a valid exception in the fleet;
 * - a control of another managed subscription passes before it and not after it;
 * - its result is uncertain: it ended with an error, it is incomplete, or it is for another subscription than the stack;
 * - the fleet does not contain the stack's subscription, and the plan does more than retire it;
 * - it creates a budget that starts in a past month, which Azure refuses.
 *
 * Keeps no data from one plan to the next.
 */
export class PlanJudge {
  readonly #fleet: Fleet;
  readonly #today: CalendarDate;
  readonly #tenantPlans: typeof TenantPlans | undefined;

  private constructor(fleet: Fleet, today: CalendarDate, tenantPlans: typeof TenantPlans | undefined) {
    this.#fleet = fleet;
    this.#today = today;
    this.#tenantPlans = tenantPlans;
  }

  /** @param fleet with expired exceptions, which have no effect */
  static async of(fleet: Fleet, today: CalendarDate): Promise<PlanJudge> {
    // Loads the engine only for a fleet with tenant stacks, because loading takes time.
    const tenantPlans = fleet.tenants.length === 0 ? undefined : await import("./tenant-plans.ts");
    return new PlanJudge(fleet, today, tenantPlans?.TenantPlans);
  }

  /**
   * @param stack the stack's id: that of its subscription, or of a tenant's stack
   * @param json the output of `terraform show -json`
   * @returns why the plan must not be applied; undefined when it may be applied
   */
  judge(stack: string, json: string): string | undefined {
    const file = `${stack}.json`;
    const [document, ...more] = parsePlans(json);
    if (document === undefined || more.length > 0)
      return "its plan cannot be judged: the file does not contain exactly one plan";
    if ("message" in document) return `its plan cannot be judged: ${document.message}`;
    const [past] = pastBudgets(document.json, this.#today);
    if (past !== undefined) {
      return `its plan is from an earlier month: ${past.address} would start on ${past.start}, and Azure refuses to create a budget that starts in a past month. Plan the stack again`;
    }
    const tenant = this.#fleet.tenants.find(({ id }) => id === stack);
    if (tenant !== undefined) return this.#judgeTenant(file, stack, json);
    const { plans, problems, retired } = reviewPlan(this.#fleet, this.#today, file, document.json);
    if (retired !== undefined) return undefined;
    const [problem] = problems.filter(({ kind }) => kind !== "unknown-subscription");
    if (problem !== undefined) return `its plan cannot be judged: ${problem.message}`;
    const isManaged = this.#fleet.subscription(stack) !== undefined;
    if (!isManaged && isSubscriptionStack(stack)) {
      return `${stack} is not in the fleet, and its plan does more than retire it: declare the subscription in customers/, or plan it with --retire`;
    }
    for (const plan of plans) {
      const message = plan.subscription.id === stack ? this.#own(plan) : other(plan);
      if (message !== undefined) return message;
    }
    return undefined;
  }

  #own({ after, coverage, subscription }: ReviewedPlan): string | undefined {
    if (after === undefined) {
      return `its plan cannot be judged: ${coverage.state === "not-reviewed" ? coverage.reason : "it has no result for its subscription"}`;
    }
    const findings = after.map(({ control, judgement }) => findingOf(subscription, control, judgement));
    return refusal(nameOf(subscription), findings);
  }

  #judgeTenant(file: string, stack: string, json: string): string | undefined {
    const tenant = this.#fleet.tenants.find(({ id }) => id === stack);
    if (tenant === undefined || this.#tenantPlans === undefined) return undefined;
    const plans = new this.#tenantPlans(this.#fleet);
    plans.take(file, stack, { text: json });
    const [problem] = plans.problems;
    if (problem !== undefined) return `its plan cannot be judged: ${problem.message}`;
    const { after } = plans.review(tenant, true, undefined);
    const findings = after.map(({ control, judgement }) => tenantFindingOf(tenant, control, judgement));
    return refusal(`the tenant of ${tenant.customer.key}`, findings);
  }
}

/** Whether the id is that of a subscription's or a tenant's stack, which are judged by the fleet. */
export function isSubscriptionStack(stack: string): boolean {
  return STACK_ID.test(stack);
}

/** Judges a subscription that has a stack of its own: resources missing in this plan are not a loss. */
function other({ after = [], before = [], subscription }: ReviewedPlan): string | undefined {
  const passed = new Set(
    before.flatMap(({ control, judgement }) => (judgement.status === "pass" ? [control.id] : [])),
  );
  const lost = after.filter(({ control }: JudgedControl) => passed.has(control.id));
  const findings = lost.map(({ control, judgement }) => findingOf(subscription, control, judgement));
  return refusal(`${nameOf(subscription)}, which has a stack of its own,`, findings);
}

function refusal(owner: string, findings: readonly Open[]): string | undefined {
  const open = findings.filter(({ status }) => status === "fail" || status === "unknown");
  if (open.length === 0) return undefined;
  const named = open.slice(0, NAMED).map(({ control, message, status }) => {
    const verdict = status === "fail" ? "fails" : "is unknown";
    return `${control} ${verdict} (${message})`;
  });
  const more = open.length > NAMED ? `, and ${open.length - NAMED} more` : "";
  return `its plan would leave ${owner} without part of its baseline: ${named.join(", ")}${more}. Change the fleet or the stack and plan again, or give the subscription an exception`;
}

function nameOf({ customer, name }: Subscription): string {
  return `${customer.key}/${name}`;
}
