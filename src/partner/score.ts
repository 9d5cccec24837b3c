import type { Judgement } from "../controls/index.ts";
import { listed, plain } from "../text/wording.ts";
import type { SecurityRequirement, SecurityScore } from "./graph/score.ts";

/**
 * Judges the control `partner-security-score` by each of Microsoft's requirements that counts. A requirement in preview
 * is shown and does not fail.
 */
export function judgeRequirement(requirement: SecurityRequirement): Judgement {
  const name = wordsOf(requirement.requirementType);
  const { actionUrl, compliant, score, maxScore } = requirement;
  const points = score === undefined || maxScore === undefined ? "" : ` (${score} of ${maxScore} points)`;
  if (compliant === true) return { status: "pass", message: `${name}: met${points}` };
  if (requirement.state === "preview") return { status: "pass", message: `${name}: not met, in preview` };
  if (compliant === undefined) {
    const compliance = plain(requirement.complianceStatus, 40);
    return { status: "unknown", message: `${name}: Microsoft says "${compliance}"` };
  }
  const details = requirementDetails(requirement);
  const customers = details === undefined ? "" : `: ${details}`;
  const where = actionUrl === undefined ? "Partner Center > Security requirements" : plain(actionUrl, 300);
  return { status: "fail", message: `${name}: not met${points}${customers}`, fix: `see ${where}` };
}

/** The control `partner-security-score`: every requirement that counts is met. */
export function judgeScore(score: SecurityScore): Judgement {
  const judged = score.requirements.map((requirement) => ({ requirement, ...judgeRequirement(requirement) }));
  const points = `${score.currentScore} of ${score.maxScore} points`;
  const named = (status: string) =>
    judged
      .filter((one) => one.status === status)
      .map(({ requirement }) => wordsOf(requirement.requirementType));
  const failed = named("fail");
  const unknown = named("unknown");
  if (failed.length > 0) {
    return {
      status: "fail",
      message: `the security score is ${points}; not met: ${listed(failed)}`,
      fix: "csp-baseline partner score shows where to fix each",
    };
  }
  if (score.requirements.length === 0) {
    return { status: "unknown", message: `the security score is ${points}, and no requirement is shown` };
  }
  if (unknown.length > 0) {
    return {
      status: "unknown",
      message: `the security score is ${points}; unknown: ${listed(unknown)}`,
    };
  }
  return { status: "pass", message: `the security score is ${points}, and every requirement is met` };
}

/** Formats Microsoft's counts for a requirement; undefined if it has none. */
export function requirementDetails(requirement: SecurityRequirement): string | undefined {
  const { adminsWithoutMfa, averageResponseTimeHours, compliantTenants, totalTenants } = requirement;
  const { customersWithSpendBudget, totalCustomers } = requirement;
  if (averageResponseTimeHours !== undefined) {
    return `alerts were answered after ${averageResponseTimeHours} hours on average in the past 30 days, and 24 are required`;
  }
  if (adminsWithoutMfa !== undefined) return `${adminsWithoutMfa} administrators do not use MFA`;
  if (compliantTenants !== undefined && totalTenants !== undefined) {
    return `${compliantTenants} of ${totalTenants} customers' administrators use MFA`;
  }
  if (customersWithSpendBudget === undefined || totalCustomers === undefined) return undefined;
  return `${customersWithSpendBudget} of ${totalCustomers} customers have a spending budget in Partner Center`;
}

/** Returns the points for meeting a requirement; 0 if it is met, in preview, or has no points. */
export function pointsToGain({ compliant, maxScore = 0, score = 0, state }: SecurityRequirement): number {
  return compliant === true || state === "preview" ? 0 : Math.max(0, maxScore - score);
}

/** Converts `mfaEnforcedForAdmins` to words; works for new ones too. */
function wordsOf(requirementType: string): string {
  return plain(requirementType, 100)
    .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase()
    .replace(/\bmfa\b/g, "MFA")
    .replace(/\bazure\b/g, "Azure");
}
