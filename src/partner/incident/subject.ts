import type { Customer, Fleet, Subscription } from "../../fleet/index.ts";
import type { PartnerAlert } from "../graph/alerts.ts";

/** The subscription that an incident is about. */
export interface Subject {
  /** In lower case. */
  readonly subscriptionId: string;
  /** As the fleet has it; its id where the fleet does not have it. */
  readonly name: string;
  /** Of the customer, in lower case; undefined where neither the fleet nor an alert tells. */
  readonly customerTenantId: string | undefined;
  readonly customer: Customer | undefined;
  readonly subscription: Subscription | undefined;
}

/** What the fleet knows of a subscription. @param alerts may tell the customer of one that the fleet does not have */
export function subjectOf(fleet: Fleet, id: string, alerts: readonly PartnerAlert[] = []): Subject {
  const subscriptionId = id.toLowerCase();
  const subscription = fleet.subscription(subscriptionId);
  const told = alerts.find((alert) => alert.subscriptionId === subscriptionId)?.customerTenantId;
  const tenantId = subscription?.customer.tenantId.toLowerCase() ?? told;
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
