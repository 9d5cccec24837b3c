import { type StateSettings, stateSettings } from "../../../stacks/state-settings.ts";
import { subscriptionInId } from "../../evidence/arm/index.ts";
import type { Fleet, Subscription, Tenant } from "../../fleet/index.ts";
import { subscriptionState, tenantState } from "../../fleet/state-key.ts";

/**
 * The owner of a stack and its permitted reach. Plain data, so that the same stack under the same owner has the same
 * judgement. GUIDs are in lower case.
 */
export interface StackOwner {
  /** The only subscription of its providers, besides the allowed ones. */
  readonly subscriptionId: string;
  /** The Entra tenant that its providers sign in to. */
  readonly tenantId: string;
  /** Where the fleet keeps its state. */
  readonly state: StateSettings;
  /** Further subscriptions that the fleet allows it to change. */
  readonly allowed: readonly string[];
  /** Further subscriptions that it may read: those of ids in the baseline. */
  readonly readable: readonly string[];
  /** Addresses of template deployments whose content is not checked. */
  readonly deployments: readonly string[];
}

export type OwningFleet = Pick<Fleet, "backend" | "partner">;

export function ownerOfSubscription(fleet: OwningFleet, subscription: Subscription): StackOwner {
  const { allowed, access, tenantId } = subscription.customer;
  return {
    subscriptionId: subscription.id,
    tenantId: access.model === "lighthouse" ? fleet.partner.tenantId : tenantId,
    state: stateSettings(fleet, subscriptionState(subscription)),
    allowed: allowed.subscriptions,
    readable: subscriptionsIn(Object.values(subscription.baseline.activityLogExport || {})),
    deployments: allowed.deployments,
  };
}

export function ownerOfTenant(fleet: OwningFleet, tenant: Tenant): StackOwner {
  const owner = ownerOfSubscription(fleet, tenant.subscription);
  return {
    ...owner,
    tenantId: tenant.customer.tenantId,
    state: stateSettings(fleet, tenantState(tenant)),
    readable: subscriptionsIn(Object.values(tenant.entraLogExport ?? {})),
  };
}

function subscriptionsIn(values: readonly unknown[]): readonly string[] {
  return values.flatMap((value) => (typeof value === "string" ? (subscriptionInId(value) ?? []) : []));
}
