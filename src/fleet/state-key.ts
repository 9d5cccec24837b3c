import type { Subscription, Tenant } from "./index.ts";

/** The location of a stack's state, for any backend. */
export interface StatePlace {
  /** The key in files and in a storage account. */
  readonly key: string;
  /** The workspace in HCP Terraform. */
  readonly workspace: string;
}

/**
 * Returns the key of the subscription's state in files and in a storage account: it has GUIDs, so that renaming does
 * not move it.
 */
export function stateKey({ customer, id }: Subscription): string {
  return `${customer.tenantId}/${id}.tfstate`;
}

/** Returns the subscription's workspace in HCP Terraform. */
export function workspaceName({ id }: Subscription): string {
  return `csp-baseline-${id}`;
}

/** Returns the state location of a subscription's stack. */
export function subscriptionState(subscription: Subscription): StatePlace {
  return { key: stateKey(subscription), workspace: workspaceName(subscription) };
}

/** Returns the state location of a tenant's stack. */
export function tenantState({ customer, id }: Tenant): StatePlace {
  return { key: `${customer.tenantId}/tenant.tfstate`, workspace: `csp-baseline-${id}` };
}
