import { basename, dirname } from "node:path";
import { type JudgedTenantControl, judgeTenant, unknownTenant } from "../controls/index.ts";
import type { Evidence } from "../evidence/index.ts";
import { PlanFormatError, readPlan } from "../evidence/plan/index.ts";
import type { Fleet, Tenant } from "../fleet/index.ts";
import { builtTenant, readStackFile } from "../synthesis/stack-evidence.ts";
import { GUID } from "../text/guid.ts";
import { resourceChanges } from "./changes.ts";
import { driftOf } from "./drift.ts";
import type { Drift, PlanCoverage, PlanProblem, ResourceChange, Retirement } from "./model.ts";
import { parsePlans } from "./plan-file.ts";
import { claimsOf, whyNotWhole } from "./plan-subscriptions.ts";
import { retirementOf } from "./retirement.ts";
import { Secrets } from "./secrets.ts";

/** The review of a tenant, in addition to that of the subscription with which it is shown. */
export interface TenantReview {
  readonly tenant: Tenant;
  /** The plan's file. */
  readonly plan?: string;
  readonly coverage: PlanCoverage;
  readonly after: readonly JudgedTenantControl[];
  readonly before?: readonly JudgedTenantControl[];
  readonly changes: readonly ResourceChange[];
  readonly drift: readonly Drift[];
}

const STACK_ID = new RegExp(`^tenant-${GUID}(?=\\.|$)`, "i");

/** Returns the tenant's stack that the name of a plan file or of its folder contains. */
export function tenantStackOfFile(path: string): string | undefined {
  const named = STACK_ID.exec(basename(path)) ?? STACK_ID.exec(basename(dirname(path)));
  return named?.[0].toLowerCase();
}

/** Plans of tenants' stacks, recognized by the names of their files. */
export class TenantPlans {
  readonly problems: PlanProblem[] = [];
  readonly retired: Retirement[] = [];
  readonly #fleet: Fleet;
  readonly #read = new Map<string, TenantReview>();

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
  }

  /**
   * @param id the id of the stack in the file's name
   * @param content its text, or the reason why it cannot be read
   */
  take(file: string, id: string, content: { readonly text: string } | { readonly message: string }): void {
    const [parsed, ...more] = "message" in content ? [content] : parsePlans(content.text);
    const tenant = this.#fleet.tenants.find((one) => one.id === id);
    if (parsed === undefined || "message" in parsed || more.length > 0) {
      const message =
        parsed !== undefined && "message" in parsed
          ? parsed.message
          : "the file does not contain exactly one plan";
      this.#problem(file, "unreadable", message);
      if (tenant !== undefined) this.#keep(tenantNotReviewed(tenant, file, `its tenant's plan: ${message}`));
      return;
    }
    if (tenant === undefined) this.#takeRetirement(file, id, parsed.json);
    else this.#takePlan(file, tenant, parsed.json);
  }

  /**
   * Reviews a tenant by its plan, or else by its stack.
   * @param expected whether a plan is required
   * @param stacks a `cdktf.out` folder; undefined when there is none
   */
  review(tenant: Tenant, expected: boolean, stacks: string | undefined): TenantReview {
    const read = this.#read.get(tenant.id);
    if (read !== undefined) return read;
    if (expected) return tenantNotReviewed(tenant, undefined, "its tenant's stack changed, but has no plan");
    const { id } = tenant.subscription;
    const file = stacks === undefined ? undefined : readStackFile(stacks, id, tenant.id);
    const declared = file ?? builtTenant(this.#fleet, tenant);
    const after =
      "failure" in declared
        ? unknownTenant(tenant, declared.failure)
        : judgeTenant(declared.evidence, tenant);
    return { tenant, coverage: { state: "no-plan" }, after, changes: [], drift: [] };
  }

  #takePlan(file: string, tenant: Tenant, plan: unknown): void {
    const { id } = tenant.subscription;
    const refuse = (kind: PlanProblem["kind"], message: string) => {
      this.#problem(file, kind, message);
      this.#keep(tenantNotReviewed(tenant, file, `its tenant's plan: ${message}`));
    };
    let evidence: ReturnType<typeof readPlan>;
    try {
      evidence = readPlan(plan, id);
    } catch (error) {
      if (!(error instanceof PlanFormatError)) throw error;
      refuse("unreadable", error.message);
      return;
    }
    const { own, touched } = claimsOf(evidence, plan);
    const elsewhere = [...own, ...touched].sort().filter((claimed) => claimed !== id);
    if (elsewhere.length > 0) {
      const message = `the file is named after ${tenant.id}, but its plan is for subscription ${elsewhere.join(", ")}`;
      refuse("wrong-subscription", message);
      return;
    }
    const reason = whyNotWhole(plan);
    if (reason !== undefined) {
      refuse("not-reviewed", reason);
      return;
    }
    const { baseline } = tenant.subscription;
    const secrets = new Secrets(plan);
    const context = { plan, evidence, secrets, baseline, listed: () => true, existing: new Set<string>() };
    const judged = (side: ReadonlyMap<string, Evidence>) =>
      judgeTenant(side.get(id) ?? { source: "plan", subscriptionId: id, resources: [] }, tenant);
    this.#keep({
      tenant,
      plan: file,
      coverage: { state: "reviewed" },
      after: judged(evidence.after),
      before: judged(evidence.before),
      changes: resourceChanges(context),
      drift: driftOf(context),
    });
  }

  /** Reads the plan of a tenant without (or no longer with) a baseline. */
  #takeRetirement(file: string, id: string, plan: unknown): void {
    const retired = retirementOf(file, plan, [id]);
    if (retired !== undefined) this.retired.push(retired);
    else {
      const message = `the fleet requires no controls of ${id}: enable tenantBaseline, plan it with --retire, or remove its plan`;
      this.#problem(file, "unknown-subscription", message);
    }
  }

  /** The file that sorts first is used. */
  #keep(review: TenantReview): void {
    const { plan: file = "", tenant } = review;
    const first = this.#read.get(tenant.id);
    if (first === undefined) this.#read.set(tenant.id, review);
    else this.#problem(file, "duplicate", `a plan of ${tenant.id} was read already, from ${first.plan}`);
  }

  #problem(file: string, kind: PlanProblem["kind"], message: string): void {
    this.problems.push({ file, kind, message });
  }
}

export function tenantNotReviewed(tenant: Tenant, file: string | undefined, reason: string): TenantReview {
  const plan = file === undefined ? {} : { plan: file };
  const coverage = { state: "not-reviewed", reason } as const;
  return { tenant, ...plan, coverage, after: unknownTenant(tenant, reason), changes: [], drift: [] };
}
