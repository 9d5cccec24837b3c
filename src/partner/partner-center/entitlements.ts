import { z } from "zod";
import type { Service } from "../../azure/client.ts";
import { AzureFailure } from "../../azure/failure.ts";
import { member } from "../../text/json.ts";

/** An Azure subscription of an Azure plan in Partner Center. */
export interface Entitlement {
  /** Of the Azure subscription, in lower case. */
  readonly id: string;
  readonly name: string;
  /** `active`, `inactive`, or another word of Partner Center's. */
  readonly status: string;
  /** Of the Azure plan, which is Partner Center's subscription. */
  readonly planId: string;
}

const entitlementSchema = z.object({
  id: z.guid(),
  friendlyName: z.string().catch(""),
  status: z.string().max(60).catch("unknown"),
});
/** An Azure plan's offer. https://learn.microsoft.com/partner-center/developer/get-all-of-a-customer-s-subscriptions */
const AZURE_PLAN = /^DZH318Z0BPS6:/i;

/**
 * Returns every Azure subscription of the customer's Azure plans.
 * https://learn.microsoft.com/partner-center/developer/get-a-list-of-azure-entitlements-for-subscription
 * @throws {AzureFailure}
 */
export async function listEntitlements(
  partnerCenter: Pick<Service, "get">,
  customerTenantId: string,
): Promise<Entitlement[]> {
  const path = `/v1/customers/${customerTenantId}/subscriptions`;
  const plans = itemsOf(await partnerCenter.get(path)).flatMap((one) => {
    const [id, offerId, name] = [member(one, "id"), member(one, "offerId"), member(one, "offerName")];
    const isPlan = AZURE_PLAN.test(String(offerId)) || /^Azure plan$/i.test(String(name));
    return isPlan && typeof id === "string" && /^[\w-]{1,100}$/.test(id) ? [id] : [];
  });
  const found: Entitlement[] = [];
  for (const planId of plans) {
    for (const one of itemsOf(await partnerCenter.get(`${path}/${planId}/azureEntitlements`))) {
      const read = entitlementSchema.safeParse(one);
      if (!read.success) throw new AzureFailure("its answer has an Azure entitlement without an id");
      const { friendlyName, id, status } = read.data;
      found.push({ id: id.toLowerCase(), name: friendlyName, status, planId });
    }
  }
  return found;
}

/**
 * Cancels one compromised Azure subscription. The Azure plan and its other subscriptions stay unchanged, unlike with an
 * update of Partner Center's subscription. It needs a Global admin who is an Admin agent, and takes some ten minutes.
 * https://learn.microsoft.com/partner-center/developer/cancel-an-azure-subscription
 * @throws {AzureFailure}
 */
export async function cancelEntitlement(
  partnerCenter: Service,
  customerTenantId: string,
  { id, planId }: Entitlement,
): Promise<void> {
  const path = `/v1/customers/${customerTenantId}/subscriptions/${planId}/azureEntitlements/${id}/cancel`;
  await partnerCenter.send({ method: "POST", path, body: { cancellationReason: "compromise" } });
}

/**
 * Reactivates a cancelled Azure subscription; it needs the same role.
 * https://learn.microsoft.com/partner-center/developer/reactivate-an-azure-subscription
 * @throws {AzureFailure}
 */
export async function reactivateEntitlement(
  partnerCenter: Service,
  customerTenantId: string,
  { id, planId }: Entitlement,
): Promise<void> {
  const path = `/v1/customers/${customerTenantId}/subscriptions/${planId}/azureEntitlements/${id}/reactivate`;
  await partnerCenter.send({ method: "POST", path });
}

/** @throws {AzureFailure} when the answer has no list, or the list has more pages than were read */
function itemsOf(body: unknown): readonly unknown[] {
  const items = member(body, "items");
  if (!Array.isArray(items)) throw new AzureFailure("its answer has no list");
  const total = member(body, "totalCount");
  if (
    typeof total === "number" &&
    total > items.length &&
    member(member(body, "links"), "next") !== undefined
  )
    throw new AzureFailure(`its list has ${total} items, of which it showed ${items.length}`);
  return items;
}
