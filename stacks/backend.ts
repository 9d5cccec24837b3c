import {
  AzurermBackend,
  CloudBackend,
  LocalBackend,
  NamedCloudWorkspace,
  type TerraformStack,
} from "#engine";
import type { Fleet, Subscription } from "../inventory/index.ts";
import { stateKey, workspaceName } from "./state-key.ts";

/**
 * Where the subscription's state is kept: one state to a subscription, under its GUIDs, so that renaming a
 * customer or a subscription moves nothing.
 */
export function subscriptionBackend(stack: TerraformStack, fleet: Fleet, subscription: Subscription): void {
  const { backend, partner } = fleet;
  const key = stateKey(subscription);
  switch (backend.type) {
    case "local":
      // Beside the output folder, which belongs to synthesis; relative, so that every machine writes the same.
      new LocalBackend(stack, { path: `../../../tfstate/${key}` });
      return;
    case "azurerm": {
      const { containerName, resourceGroupName, storageAccountName, subscriptionId } = backend;
      new AzurermBackend(stack, {
        resourceGroupName,
        storageAccountName,
        containerName,
        key,
        // The storage account is the partner's, whichever tenant the stack's providers authenticate in.
        tenantId: partner.tenantId,
        useAzureadAuth: true,
        ...(subscriptionId === undefined ? {} : { subscriptionId }),
      });
      return;
    }
    case "cloud": {
      const { hostname, organization, project } = backend;
      new CloudBackend(stack, {
        organization,
        workspaces: new NamedCloudWorkspace(workspaceName(subscription), project),
        ...(hostname === undefined ? {} : { hostname }),
      });
    }
  }
}
