import type { Subscription } from "../inventory/index.ts";

/** The name of the subscription's state, in files and in a storage account: GUIDs, so that renaming moves nothing. */
export function stateKey({ customer, id }: Subscription): string {
  return `${customer.tenantId}/${id}.tfstate`;
}

/** The subscription's workspace, in HCP Terraform. */
export function workspaceName({ id }: Subscription): string {
  return `csp-baseline-${id}`;
}
