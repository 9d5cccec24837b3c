import type { Subscription, Tenant } from "./index.ts";

/** Where a stack's state is, whatever the backend. */
export interface StatePlace {
  /** In files and in a storage account. */
  readonly key: string;
  /** In HCP Terraform. */
  readonly workspace: string;
}

/** The name of the subscription's state, in files and in a storage account: GUIDs, so that renaming moves nothing. */
export function stateKey({ customer, id }: Subscription): string {
  return `${customer.tenantId}/${id}.tfstate`;
}

/** The subscription's workspace, in HCP Terraform. */
export function workspaceName({ id }: Subscription): string {
  return `csp-baseline-${id}`;
}

/** Of a subscription's stack. */
export function subscriptionState(subscription: Subscription): StatePlace {
  return { key: stateKey(subscription), workspace: workspaceName(subscription) };
}

/** Of a tenant's stack. */
export function tenantState({ customer, id }: Tenant): StatePlace {
  return { key: `${customer.tenantId}/tenant.tfstate`, workspace: `csp-baseline-${id}` };
}
