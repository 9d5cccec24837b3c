import type { Fleet } from "../src/fleet/index.ts";
import type { StatePlace } from "../src/fleet/state-key.ts";

/** The backend of a state, in the form of Terraform's configuration. */
export interface StateSettings {
  /** `local`, `azurerm` or `cloud`. */
  readonly type: string;
  readonly members: Readonly<Record<string, unknown>>;
}

/** The output of {@link backendOf} in a stack, with which the gate verifies that it was not changed. */
export function stateSettings(fleet: Pick<Fleet, "backend" | "partner">, place: StatePlace): StateSettings {
  const { backend, partner } = fleet;
  switch (backend.type) {
    case "local":
      return { type: "local", members: { path: `../../../tfstate/${place.key}` } };
    case "azurerm":
      return {
        type: "azurerm",
        members: {
          resource_group_name: backend.resourceGroupName,
          storage_account_name: backend.storageAccountName,
          container_name: backend.containerName,
          key: place.key,
          tenant_id: partner.tenantId,
          use_azuread_auth: true,
          ...(backend.subscriptionId === undefined ? {} : { subscription_id: backend.subscriptionId }),
        },
      };
    case "cloud":
      return {
        type: "cloud",
        members: {
          organization: backend.organization,
          workspaces: {
            name: place.workspace,
            ...(backend.project === undefined ? {} : { project: backend.project }),
          },
          ...(backend.hostname === undefined ? {} : { hostname: backend.hostname }),
        },
      };
  }
}
