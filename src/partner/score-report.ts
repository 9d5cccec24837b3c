import type { Judgement } from "../controls/index.ts";
import type { Fleet } from "../fleet/index.ts";
import type { CustomerInsight } from "./graph/customer-insights.ts";
import type { SecurityScore } from "./graph/score.ts";
import { judgeRequirement, judgeScore, pointsToGain, requirementDetails } from "./score.ts";

/** The schema's name in `csp-baseline partner score --format json`. */
const SCORE_SCHEMA = "csp-baseline/partner-score/v1";

/** The two budgets of a customer, which differ. */
export interface CustomerBudgets {
  /** The customer's key. */
  readonly customer: string;
  /** The monthly amount in Partner Center; null: none is set; undefined: not read. */
  readonly partnerCenter?: number | null;
  /** Why it was not read. */
  readonly unread?: string;
  readonly subscriptions: number;
  /** Subscriptions for which the fleet declares a budget in Azure. */
  readonly azureBudgets: number;
}

/** No documentation states that one satisfies the other. */
export const BUDGETS_NOTE =
  "A spending budget in Partner Center is the customer's; a budget in Azure is a subscription's. Microsoft does not document that one counts as the other: set both.";

/** The score's data about a customer. */
export interface CustomerMfa {
  /** The customer's key; null for one that is not in the fleet. */
  readonly customer: string | null;
  readonly tenantId: string;
  /** Whether a policy requires MFA; null if Microsoft does not report it. */
  readonly mfaRequired: boolean | null;
  readonly compliantAdmins: number | null;
  readonly compliantUsers: number | null;
  readonly totalUsers: number | null;
}

export interface ScoreReport {
  readonly schema: typeof SCORE_SCHEMA;
  /** An instant, ISO 8601. */
  readonly generatedAt: string;
  readonly control: { readonly id: "partner-security-score" } & Pick<Judgement, "status" | "message" | "fix">;
  readonly score: { readonly current: number; readonly max: number; readonly refreshed: string | null };
  readonly requirements: readonly (Pick<Judgement, "status" | "message"> & {
    readonly type: string;
    readonly complianceStatus: string;
    readonly state: string | null;
    readonly score: number | null;
    readonly maxScore: number | null;
    readonly actionUrl: string | null;
    /** The points for meeting it. */
    readonly pointsToGain: number;
    /** Microsoft's counts, as text. */
    readonly details: string | null;
    /** The average of the past 30 days; of the requirement on alerts alone. */
    readonly averageResponseTimeHours: number | null;
  })[];
  readonly history: readonly { readonly at: string; readonly score: number }[];
  readonly customers: {
    /** Why they were not read; null if they were. */
    readonly unread: string | null;
    readonly mfa: readonly CustomerMfa[];
  };
  readonly spendingBudgets: {
    readonly note: string;
    /** As the score's requirement counts them; null if it does not. */
    readonly customersWithSpendBudget: number | null;
    readonly totalCustomers: number | null;
    readonly customers: readonly CustomerBudgets[];
  };
}

/** Additional content of the report. */
export interface ScoreParts {
  /** @default - not read */
  readonly insights?: readonly CustomerInsight[] | { readonly unread: string };
  /** Keys: only these customers are in the report. @default - all, and those that are not in the fleet */
  readonly only?: ReadonlySet<string>;
  /** The first day of the history. @default all of it */
  readonly since?: string;
}

/** @param partnerCenter Partner Center's data by the customer's key; undefined if not read */
export function scoreReport(
  score: SecurityScore,
  fleet: Fleet,
  now: Date,
  partnerCenter?: ReadonlyMap<string, Pick<CustomerBudgets, "partnerCenter" | "unread">>,
  { insights = { unread: "not asked" }, only, since = "" }: ScoreParts = {},
): ScoreReport {
  const isWanted = (key: string | null) => only === undefined || (key !== null && only.has(key));
  const budgets = score.requirements.find(({ totalCustomers }) => totalCustomers !== undefined);
  const { fix, message, status } = judgeScore(score);
  return {
    schema: SCORE_SCHEMA,
    generatedAt: now.toISOString(),
    control: { id: "partner-security-score", status, message, ...(fix === undefined ? {} : { fix }) },
    score: { current: score.currentScore, max: score.maxScore, refreshed: score.refreshed ?? null },
    requirements: score.requirements.map((requirement) => {
      const judged = judgeRequirement(requirement);
      return {
        type: requirement.requirementType,
        status: judged.status,
        message: judged.message,
        complianceStatus: requirement.complianceStatus,
        state: requirement.state ?? null,
        score: requirement.score ?? null,
        maxScore: requirement.maxScore ?? null,
        actionUrl: requirement.actionUrl ?? null,
        pointsToGain: pointsToGain(requirement),
        details: requirementDetails(requirement) ?? null,
        averageResponseTimeHours: requirement.averageResponseTimeHours ?? null,
      };
    }),
    history: score.history.filter(({ at }) => at >= since),
    customers: {
      unread: "unread" in insights ? insights.unread : null,
      mfa: ("unread" in insights ? [] : mfaOf(fleet, insights)).filter((one) => isWanted(one.customer)),
    },
    spendingBudgets: {
      note: BUDGETS_NOTE,
      customersWithSpendBudget: budgets?.customersWithSpendBudget ?? null,
      totalCustomers: budgets?.totalCustomers ?? null,
      customers: customersOf(fleet, partnerCenter).filter((one) => isWanted(one.customer)),
    },
  };
}

/** Sorts customers with missing settings first. */
function mfaOf({ customers }: Fleet, insights: readonly CustomerInsight[]): CustomerMfa[] {
  const keys = new Map(customers.map(({ key, tenantId }) => [tenantId.toLowerCase(), key]));
  const all = insights.map(
    ({ compliantAdmins, compliantUsers, isMfaRequired, tenantId, totalUsers }): CustomerMfa => ({
      customer: keys.get(tenantId) ?? null,
      tenantId,
      mfaRequired: isMfaRequired ?? null,
      compliantAdmins: compliantAdmins ?? null,
      compliantUsers: compliantUsers ?? null,
      totalUsers: totalUsers ?? null,
    }),
  );
  return all.sort((a, b) => Number(a.mfaRequired ?? false) - Number(b.mfaRequired ?? false));
}

/** Returns whether every subscription of the fleet has a budget, except where it is excepted. */
function customersOf(
  { customers }: Fleet,
  partnerCenter: ReadonlyMap<string, Pick<CustomerBudgets, "partnerCenter" | "unread">> | undefined,
): CustomerBudgets[] {
  return customers.map(({ key, subscriptions }) => ({
    customer: key,
    ...partnerCenter?.get(key),
    subscriptions: subscriptions.length,
    azureBudgets: subscriptions.filter(
      ({ exceptions }) => !exceptions.some(({ control, expired }) => control === "budget" && !expired),
    ).length,
  }));
}
