import type { AzureConnection } from "../azure/connection.ts";
import { azureFailure } from "../azure/failure.ts";
import { ACTION_GROUPS } from "../controls/action-groups.ts";
import { type JudgedTenantControl, judgeTenantInAzure, unknownTenantInAzure } from "../controls/index.ts";
import { TENANT_ALERTS } from "../controls/tenant-service-health-alert.ts";
import { readArmResource } from "../evidence/arm/index.ts";
import type { ArmResource, Evidence } from "../evidence/index.ts";
import { type Finding, tenantFindingOf } from "../findings/index.ts";
import type { Subscription, Tenant } from "../fleet/index.ts";

/** Judges the tenants of customers in Azure, by the controls that are judged there. */
export class TenantAudit {
  readonly #tenants: ReadonlyMap<string, Tenant>;

  /** @param tenants the tenants of the fleet */
  constructor(tenants: readonly Tenant[]) {
    this.#tenants = new Map(tenants.map((tenant) => [tenant.subscription.id, tenant]));
  }

  /**
   * Judges the tenant that is reported with a subscription, if there is one. What cannot be read is unknown.
   * @param connection signed in to the tenant
   */
  async judge(connection: AzureConnection, { id }: Subscription): Promise<Finding[]> {
    const tenant = this.#tenants.get(id);
    if (!tenant?.serviceHealthAlert) return [];
    const { actionGroupId, managementGroup } = tenant.serviceHealthAlert;
    const group = actionGroupId.slice(0, actionGroupId.search(/\/providers\//i));
    const scope = `/providers/Microsoft.Management/managementGroups/${managementGroup}`;
    const read = await Promise.all([
      readList(connection, tenant, { scope, type: TENANT_ALERTS, apiVersion: "2023-04-01-preview" }),
      readList(connection, tenant, { scope: group, type: ACTION_GROUPS, apiVersion: "2023-01-01" }),
    ]);
    const evidence: Evidence = {
      source: "azure",
      subscriptionId: id,
      resources: read.flatMap(({ resources }) => resources),
      unreadable: read.flatMap(({ unreadable }) => unreadable),
    };
    return findingsOf(tenant, judgeTenantInAzure(evidence, tenant));
  }

  /** Where nothing can be read. */
  unknown({ id }: Subscription, reason: string): Finding[] {
    const tenant = this.#tenants.get(id);
    return tenant === undefined ? [] : findingsOf(tenant, unknownTenantInAzure(tenant, reason));
  }
}

interface Place {
  /** The ARM id of the scope. */
  readonly scope: string;
  readonly type: string;
  readonly apiVersion: string;
}

interface Read {
  readonly resources: readonly ArmResource[];
  readonly unreadable: readonly { readonly type: string; readonly reason: string }[];
}

async function readList(
  connection: AzureConnection,
  { subscription: { id: subscriptionId } }: Tenant,
  { apiVersion, scope, type }: Place,
): Promise<Read> {
  try {
    const values = await connection.list(`${scope}/providers/${type}?api-version=${apiVersion}`);
    const resources = values.flatMap((value) => readArmResource(value, { type, apiVersion, subscriptionId }));
    return { resources: resources.map(({ resource }) => resource), unreadable: [] };
  } catch (error) {
    const { message, status } = azureFailure(error);
    // Without the management group or the resource group there is nothing in it.
    if (status === 404) return { resources: [], unreadable: [] };
    const reason = status === 403 ? `the signed-in identity lacks ${type}/read at ${scope}` : message;
    return { resources: [], unreadable: [{ type, reason }] };
  }
}

function findingsOf(tenant: Tenant, judged: readonly JudgedTenantControl[]): Finding[] {
  return judged.map(({ control, judgement }) => tenantFindingOf(tenant, control, judgement));
}
