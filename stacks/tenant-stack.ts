import type { Construct, Node } from "constructs";
import { AzurermProvider, TerraformElement, TerraformStack } from "#engine";
import { EntraLogExport } from "../constructs/index.ts";
import type { Fleet, Tenant } from "../src/fleet/index.ts";
import { tenantState } from "../src/fleet/state-key.ts";
import { backendOf } from "./backend.ts";
import { azurermConfig } from "./providers.ts";

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
    new AzurermProvider(this, "azurerm", azurermConfig(fleet, tenant.subscription));
    new EntraLogExport(this, "entra-logs", tenant.entraLogExport);
  }

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const { path } = element instanceof TerraformElement ? element.node : element;
    // Fixed: a changed address would destroy the export and make it anew.
    if (path.endsWith("/entra-logs/Resource")) return "entra_logs";
    return super.allocateLogicalId(element);
  }
}
