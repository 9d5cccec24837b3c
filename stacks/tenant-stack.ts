import type { Construct, Node } from "constructs";
import { AzurermProvider, TerraformElement, TerraformStack } from "#engine";
import { EntraLogExport, TenantServiceHealthAlert } from "../constructs/index.ts";
import { AzapiProvider } from "../src/engine/azapi.ts";
import type { Fleet, Tenant, TenantAlertSettings } from "../src/fleet/index.ts";
import { tenantState } from "../src/fleet/state-key.ts";
import { Adoption } from "./adoption.ts";
import { backendOf } from "./backend.ts";
import { Move } from "./move.ts";
import { azapiConfig, azurermConfig, needsAzurerm, requiredTerraform } from "./providers.ts";

/** Settings of a `TenantStack`. */
export interface TenantStackProps {
  readonly fleet: Fleet;
  readonly tenant: Tenant;
}

/**
 * The Terraform configuration of a customer's Entra tenant. It is a separate stack because the identity that deploys it
 * needs other rights: see {@link EntraLogExport} and {@link TenantServiceHealthAlert}. Its id is `tenant-<tenant id>`.
 *
 * azurerm 4 does not start without a subscription. It gets the customer's first one, and changes nothing in it. azapi
 * declares the Service Health alert whichever provider the fleet names, and adopts an existing one.
 */
export class TenantStack extends TerraformStack {
  constructor(scope: Construct, { fleet, tenant }: TenantStackProps) {
    super(scope, tenant.id);
    backendOf(this, fleet, tenantState(tenant));
    const { movedFrom, ...provider } = tenant.customer.provider;
    if (needsAzurerm(tenant.subscription))
      new AzurermProvider(this, "azurerm", azurermConfig(fleet, tenant.subscription));
    const { entraLogExport, serviceHealthAlert } = tenant;
    if (provider.name === "azapi" || movedFrom === "azapi" || serviceHealthAlert !== undefined)
      new AzapiProvider(this, "azapi", azapiConfig(fleet, tenant.subscription));
    if (movedFrom !== undefined || serviceHealthAlert)
      this.addOverride("terraform.required_version", requiredTerraform(tenant.customer.provider));
    if (serviceHealthAlert) this.#declareAlert(serviceHealthAlert, tenant);
    if (entraLogExport === undefined) return;
    const { adoptables } = new EntraLogExport(this, "entra-logs", { ...entraLogExport, provider });
    if (movedFrom === undefined) return;
    new Move(this, "move", { from: movedFrom, adoptables });
    // azurerm does not support moves of resources: those that azapi declared are imported.
    if (movedFrom === "azapi") new Adoption(this, "adoption", { adoptables });
  }

  #declareAlert({ actionGroupId, managementGroup }: TenantAlertSettings, { customer }: Tenant): void {
    const { movedFrom: _, ...provider } = customer.provider;
    const { adoptables } = new TenantServiceHealthAlert(this, "tenant-service-health", {
      tenantId: customer.tenantId,
      actionGroupIds: [actionGroupId],
      managementGroup,
      provider,
    });
    const parentId = `/providers/Microsoft.Management/managementGroups/${managementGroup}`;
    new Adoption(this, "alert-adoption", { parentId, adoptables });
  }

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const { path } = element instanceof TerraformElement ? element.node : element;
    // Fixed: a changed address would destroy and create the resource.
    if (path.endsWith("/entra-logs/Resource")) return "entra_logs";
    if (path.endsWith("/tenant-service-health/Resource")) return "service_health";
    const [, listed] = /\/(?:alert-)?adoption\/([^/]+)$/.exec(path) ?? [];
    return listed === undefined ? super.allocateLogicalId(element) : listed.replaceAll("-", "_");
  }
}
