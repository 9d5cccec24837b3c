import { z } from "zod";
import type { Service } from "../../azure/client.ts";
import { isGuid } from "../../text/guid.ts";
import { listOf, text } from "../graph/lenient.ts";

/** An indirect reseller of a customer in Partner Center. */
export interface CustomerReseller {
  /** In lower case. */
  readonly tenantId: string;
  readonly name: string;
}

const relationship = z.object({ id: z.string(), name: text, state: text });
const answer = z.object({ items: listOf(relationship) });

/**
 * Returns the resellers of a customer. It needs a user with the role Admin agent, and an indirect provider.
 * https://learn.microsoft.com/partner-center/developer/get-indirect-resellers-of-a-customer
 *
 * @param ownTenantId the partner's: a relationship with itself is ignored
 * @throws {AzureFailure}
 */
export async function resellersOf(
  partnerCenter: Service,
  customerTenantId: string,
  ownTenantId: string,
): Promise<readonly CustomerReseller[]> {
  const found = await partnerCenter.get(`/v1/customers/${customerTenantId}/relationships`);
  const { items } = answer.catch({ items: [] }).parse(found);
  return items
    .filter(({ state = "active" }) => state.toLowerCase() === "active")
    .map(({ id, name }) => ({ tenantId: id.toLowerCase(), name: name ?? id }))
    .filter(({ tenantId }) => isGuid(tenantId) && tenantId !== ownTenantId);
}
