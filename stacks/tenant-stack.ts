import type { Construct, Node } from "constructs";
import { AzurermProvider, TerraformElement, TerraformStack } from "#engine";
import { EntraLogExport } from "../constructs/index.ts";
import { AzapiProvider } from "../src/engine/azapi.ts";
import type { Fleet, Tenant } from "../src/fleet/index.ts";
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
 * Everything the fleet asks of a customer's Entra tenant beside its subscriptions. It is a stack of its own since
 * whoever deploys it needs other rights: see {@link EntraLogExport}. Its id is `tenant-<tenant id>`.
 *
 * azurerm 4 does not start without a subscription; that of the customer's first is given, and nothing is done in it.
 */
export class TenantStack extends TerraformStack {
  constructor(scope: Construct, { fleet, tenant }: TenantStackProps) {
    super(scope, tenant.id);
    backendOf(this, fleet, tenantState(tenant));
    const { movedFrom, ...provider } = tenant.customer.provider;
    if (needsAzurerm(tenant.subscription))
      new AzurermProvider(this, "azurerm", azurermConfig(fleet, tenant.subscription));
    if (provider.name === "azapi" || movedFrom === "azapi")
      new AzapiProvider(this, "azapi", azapiConfig(fleet, tenant.subscription));
    const { adoptables } = new EntraLogExport(this, "entra-logs", { ...tenant.entraLogExport, provider });
    if (movedFrom === undefined) return;
    this.addOverride("terraform.required_version", requiredTerraform({ movedFrom, ...provider }));
    new Move(this, "move", { from: movedFrom, adoptables });
    // azurerm takes no state over: what azapi declared is imported.
    if (movedFrom === "azapi") new Adoption(this, "adoption", { adoptables });
  }

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const { path } = element instanceof TerraformElement ? element.node : element;
    // Fixed: a changed address would destroy the export and make it anew.
    if (path.endsWith("/entra-logs/Resource")) return "entra_logs";
    const [, listed] = /\/adoption\/([^/]+)$/.exec(path) ?? [];
    return listed === undefined ? super.allocateLogicalId(element) : listed.replaceAll("-", "_");
  }
}
