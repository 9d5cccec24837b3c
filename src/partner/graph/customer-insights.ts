import { z } from "zod";
import { AzureFailure } from "../../azure/failure.ts";
import type { Graph } from "./graph.ts";
import { number, text } from "./lenient.ts";

/**
 * The MFA data of one customer in the security score.
 * https://learn.microsoft.com/graph/api/resources/partner-security-customermfainsight
 */
export interface CustomerInsight {
  /** In lower case. */
  readonly tenantId: string;
  /** Whether security defaults, Conditional Access or per-user MFA require it; undefined if Microsoft reports none. */
  readonly isMfaRequired: boolean | undefined;
  readonly compliantAdmins: number | undefined;
  /** Administrators and others. */
  readonly compliantUsers: number | undefined;
  readonly totalUsers: number | undefined;
}

const schema = z
  .object({
    tenantId: z.string().min(1),
    mfa: z
      .object({
        compliantAdminsCount: number,
        compliantNonAdminsCount: number,
        totalUsersCount: number,
        legacyPerUserMfaStatus: text,
        mfaConditionalAccessPolicyStatus: text,
        securityDefaultsStatus: text,
      })
      .nullish()
      .catch(undefined),
  })
  .transform(({ mfa, tenantId }): CustomerInsight => {
    const states = [
      mfa?.securityDefaultsStatus,
      mfa?.mfaConditionalAccessPolicyStatus,
      mfa?.legacyPerUserMfaStatus,
    ];
    const admins = mfa?.compliantAdminsCount;
    const others = mfa?.compliantNonAdminsCount;
    const isRequired = states.includes("enabled");
    const isTold = states.every((state) => state === "disabled");
    return {
      tenantId: tenantId.toLowerCase(),
      isMfaRequired: isRequired ? true : isTold ? false : undefined,
      compliantAdmins: admins,
      compliantUsers: admins === undefined || others === undefined ? undefined : admins + others,
      totalUsers: mfa?.totalUsersCount,
    };
  });

/** Returns the data of every customer of the partner. @throws {AzureFailure} */
export async function readCustomerInsights(graph: Graph): Promise<CustomerInsight[]> {
  const found: CustomerInsight[] = [];
  for await (const page of graph.list("/security/partner/securityScore/customerInsights")) {
    for (const one of page) {
      const read = schema.safeParse(one);
      if (!read.success) throw new AzureFailure("its answer has an insight without a tenant");
      found.push(read.data);
    }
  }
  return found;
}
