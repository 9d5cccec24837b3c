import type { Fleet, Subscription } from "../../fleet/index.ts";

/** Where the product signs in for a subscription: the partner's tenant, or the customer's as one application. */
export function identityFor({ partner }: Pick<Fleet, "partner">, { customer }: Subscription) {
  const { access, tenantId } = customer;
  if (access.model === "lighthouse") return { tenantId: partner.tenantId };
  return { tenantId, ...(access.clientId === undefined ? {} : { clientId: access.clientId }) };
}
