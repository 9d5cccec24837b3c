import type { ArmParent } from "../arm-type.ts";
import { groupName } from "../group.ts";

/** Returns azurerm's `resource_group_name`. @throws for a resource that is not in a resource group */
export function resourceGroupNameOf(parent: ArmParent): string {
  if (parent === "tenant" || !("group" in parent)) throw new Error("the resource has no resource group");
  return groupName(parent.group);
}

/** Returns the ARM id of the subscription. @throws for a resource of the tenant or of a management group */
export function subscriptionIdOf(parent: ArmParent): string {
  if (parent === "tenant" || !("subscriptionId" in parent))
    throw new Error("the resource has no subscription");
  return `/subscriptions/${parent.subscriptionId}`;
}
