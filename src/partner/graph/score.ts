import { z } from "zod";
import { AzureFailure } from "../../azure/failure.ts";
import type { Graph } from "./graph.ts";
import { instant, number, text } from "./lenient.ts";

/** https://learn.microsoft.com/graph/api/resources/partner-security-partnersecurityscore */
export interface SecurityScore {
  readonly currentScore: number;
  readonly maxScore: number;
  readonly refreshed?: string | undefined;
  readonly requirements: readonly SecurityRequirement[];
  /** Oldest first. */
  readonly history: readonly ScoreAt[];
}

export interface SecurityRequirement {
  /** Open: `mfaEnforcedForAdmins`, `securityContactProvided`, ... */
  readonly requirementType: string;
  /** Undefined: Microsoft returned another value. */
  readonly compliant?: boolean | undefined;
  /** The value that Microsoft returned. */
  readonly complianceStatus: string;
  /** `preview` does not count towards the score yet. */
  readonly state?: string | undefined;
  readonly actionUrl?: string | undefined;
  readonly helpUrl?: string | undefined;
  readonly score?: number | undefined;
  readonly maxScore?: number | undefined;
  /** When Microsoft last evaluated it: an instant, ISO 8601. */
  readonly updated?: string | undefined;
  /** Of the requirement on spending budgets. */
  readonly customersWithSpendBudget?: number | undefined;
  readonly totalCustomers?: number | undefined;
  /** Of the requirement on alerts: the average of the past 30 days, in hours. */
  readonly averageResponseTimeHours?: number | undefined;
  /** Of the requirement on the partner's administrators: those who must use MFA and do not. */
  readonly adminsWithoutMfa?: number | undefined;
  /** Of the requirement on the customers' administrators. */
  readonly compliantTenants?: number | undefined;
  readonly totalTenants?: number | undefined;
}

interface ScoreAt {
  readonly at: string;
  readonly score: number;
}

const scoreSchema = z.object({
  currentScore: z.number(),
  maxScore: z.number(),
  lastRefreshDateTime: instant,
});

/** Microsoft spells it `noncomplaint`; a corrected spelling would be `noncompliant`. */
const NOT_COMPLIANT = /^non-?compl(ai|ia)nt$/i;

const requirementSchema: z.ZodType<SecurityRequirement> = z
  .object({
    requirementType: z.string().min(1),
    complianceStatus: z.string().catch("unknownFutureValue"),
    state: text,
    actionUrl: text,
    helpUrl: text,
    score: number,
    maxScore: number,
    updatedDateTime: instant,
    customersWithSpendBudgetCount: number,
    totalCustomersCount: number,
    averageResponseTimeInHours: number,
    adminsRequiredNotUsingMfaCount: number,
    compliantTenantCount: number,
    totalTenantCount: number,
  })
  .transform(
    ({
      adminsRequiredNotUsingMfaCount,
      averageResponseTimeInHours,
      compliantTenantCount,
      customersWithSpendBudgetCount,
      totalCustomersCount,
      totalTenantCount,
      updatedDateTime,
      ...same
    }) => ({
      ...same,
      averageResponseTimeHours: averageResponseTimeInHours,
      adminsWithoutMfa: adminsRequiredNotUsingMfaCount,
      compliantTenants: compliantTenantCount,
      totalTenants: totalTenantCount,
      updated: updatedDateTime,
      compliant: complianceOf(same.complianceStatus),
      actionUrl: httpsOnly(same.actionUrl),
      helpUrl: httpsOnly(same.helpUrl),
      customersWithSpendBudget: customersWithSpendBudgetCount,
      totalCustomers: totalCustomersCount,
    }),
  );

const historySchema = z
  .object({ createdDateTime: z.iso.datetime({ offset: true }), score: z.number() })
  .transform(({ createdDateTime, score }): ScoreAt => ({ at: createdDateTime, score }));

const SCORE = "/security/partner/securityScore";

/** Returns the partner's score, its requirements and its history. @throws {AzureFailure} */
export async function readScore(graph: Graph): Promise<SecurityScore> {
  const score = scoreSchema.safeParse(await graph.get(SCORE));
  if (!score.success) throw new AzureFailure("its security score has no numbers");
  const requirements: SecurityRequirement[] = [];
  for await (const page of graph.list(`${SCORE}/requirements`)) {
    for (const one of page) {
      const read = requirementSchema.safeParse(one);
      if (!read.success) throw new AzureFailure("its answer has a requirement without a type");
      requirements.push(read.data);
    }
  }
  const history: ScoreAt[] = [];
  for await (const page of graph.list(`${SCORE}/history`)) {
    history.push(...page.map((one) => historySchema.safeParse(one).data).filter((one) => one !== undefined));
  }
  history.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const { currentScore, lastRefreshDateTime, maxScore } = score.data;
  return { currentScore, maxScore, refreshed: lastRefreshDateTime, requirements, history };
}

function complianceOf(status: string): boolean | undefined {
  if (/^compliant$/i.test(status)) return true;
  return NOT_COMPLIANT.test(status) ? false : undefined;
}

/** Accepts only web addresses, because people click on them. */
function httpsOnly(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) && new URL(url).protocol === "https:" ? url : undefined;
}
