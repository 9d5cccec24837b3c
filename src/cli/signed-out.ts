import type { AuditResult } from "../audit/index.ts";
import { NOT_SIGNED_IN } from "../azure/failure.ts";
import type { Fleet } from "../fleet/index.ts";

/** Returns why nothing was audited, and the remedy; undefined when a source was read, or failed for another reason. */
export function whySignedOut(
  { coverage: { answers } }: Pick<AuditResult, "coverage">,
  { partner }: Fleet,
): string | undefined {
  const isSignedOut =
    answers.length > 0 &&
    answers.every(({ complaints, subscriptions }) => {
      return subscriptions.length === 0 && complaints.some((one) => one.includes(NOT_SIGNED_IN));
    });
  return isSignedOut
    ? `nothing was audited, ${NOT_SIGNED_IN} (az login --tenant ${partner.tenantId}); csp-baseline doctor checks the sign-in`
    : undefined;
}
