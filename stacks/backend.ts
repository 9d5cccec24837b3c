import {
  AzurermBackend,
  CloudBackend,
  LocalBackend,
  NamedCloudWorkspace,
  type TerraformStack,
} from "#engine";
import type { Fleet } from "../src/fleet/index.ts";
import type { StatePlace } from "../src/fleet/state-key.ts";

/**
 * The backend of the stack's state: one state per subscription or tenant, named by their GUIDs. Renaming a customer or
 * a subscription therefore moves no state.
 */
export function backendOf(stack: TerraformStack, fleet: Fleet, { key, workspace }: StatePlace): void {
  const { backend, partner } = fleet;
  switch (backend.type) {
    case "local":
      // Next to the output folder, which synthesis replaces; relative, so that the stack is the same on every machine.
      new LocalBackend(stack, { path: `../../../tfstate/${key}` });
      return;
    case "azurerm": {
      const { containerName, resourceGroupName, storageAccountName, subscriptionId } = backend;
      new AzurermBackend(stack, {
        resourceGroupName,
        storageAccountName,
        containerName,
        key,
        // The storage account belongs to the partner, whichever tenant the stack's providers authenticate in.
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
        workspaces: new NamedCloudWorkspace(workspace, project),
        ...(hostname === undefined ? {} : { hostname }),
      });
    }
  }
}
