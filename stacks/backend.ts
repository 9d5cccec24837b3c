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
 * Where the stack's state is kept: one state to a subscription or tenant, under its GUIDs, so that renaming a
 * customer or a subscription moves nothing.
 */
export function backendOf(stack: TerraformStack, fleet: Fleet, { key, workspace }: StatePlace): void {
  const { backend, partner } = fleet;
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
        workspaces: new NamedCloudWorkspace(workspace, project),
        ...(hostname === undefined ? {} : { hostname }),
      });
    }
  }
}
