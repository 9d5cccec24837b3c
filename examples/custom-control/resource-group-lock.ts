import { ManagementLock } from "@cdktf/provider-azurerm/lib/management-lock/index.js";
import { Construct } from "constructs";

export interface ResourceGroupLockProps {
  /** The subscription's GUID. */
  readonly subscriptionId: string;
  /** The name of the baseline's resource group. */
  readonly resourceGroup: string;
  readonly level: "CanNotDelete" | "ReadOnly";
}

/** A lock on the baseline's resource group: no one, including Terraform, can delete an alert before removing it. */
export class ResourceGroupLock extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { level, resourceGroup, subscriptionId }: ResourceGroupLockProps,
  ) {
    super(scope, id);
    new ManagementLock(this, "Resource", {
      name: "csp-baseline",
      // Written out, and not a reference: so a plan knows it before the first apply.
      scope: `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`,
      lockLevel: level,
      notes: "Holds the alerts of the partner's baseline",
      dependsOn: [{ fqn: "azurerm_resource_group.resource_group" }],
    });
  }
}
