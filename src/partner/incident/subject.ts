import type { Customer, Fleet, Subscription } from "../../fleet/index.ts";
import type { PartnerAlert } from "../graph/alerts.ts";

/** The subscription of an incident. */
export interface Subject {
  /** In lower case. */
  readonly subscriptionId: string;
  /** The name in the fleet, or the id of a subscription that is not in the fleet. */
  readonly name: string;
  /** The customer's tenant, in lower case; undefined if neither the fleet nor an alert contains it. */
  readonly customerTenantId: string | undefined;
  readonly customer: Customer | undefined;
  readonly subscription: Subscription | undefined;
}

/**
 * Returns the fleet's data about a subscription. @param alerts may contain the customer of a subscription that is not
 * in the fleet
 */
export function subjectOf(fleet: Fleet, id: string, alerts: readonly PartnerAlert[] = []): Subject {
  const subscriptionId = id.toLowerCase();
  const subscription = fleet.subscription(subscriptionId);
  const alertTenant = alerts.find((alert) => alert.subscriptionId === subscriptionId)?.customerTenantId;
  const tenantId = subscription?.customer.tenantId.toLowerCase() ?? alertTenant;
  const customer =
    subscription?.customer ?? fleet.customers.find((one) => one.tenantId.toLowerCase() === tenantId);
  return {
    subscriptionId,
    name: subscription?.name ?? subscriptionId,
    customerTenantId: tenantId,
    customer,
    subscription,
  };
}
