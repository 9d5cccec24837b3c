import type { Evidence } from "../evidence/index.ts";
import type { Tenant } from "../fleet/index.ts";
import { entraLogExport } from "./entra-log-export.ts";
import { inForceFor, type JudgedTenantControl, judgeTenantBy, type TenantControl } from "./tenant-control.ts";
import { tenantServiceHealthAlert } from "./tenant-service-health-alert.ts";

/** The controls of a customer's Entra tenant. */
export const TENANT_CONTROLS: readonly TenantControl[] = [entraLogExport, tenantServiceHealthAlert];

/** Judges a tenant by the controls that the fleet switches on for it. */
export function judgeTenant(evidence: Evidence, tenant: Tenant): JudgedTenantControl[] {
  return judgeTenantBy(TENANT_CONTROLS, evidence, tenant);
}

/** Judges a tenant in Azure, by the controls that an audit reads. */
export function judgeTenantInAzure(evidence: Evidence, tenant: Tenant): JudgedTenantControl[] {
  return judgeTenantBy(IN_AZURE, evidence, tenant);
}

/** Returns `unknown` for all controls of a tenant. */
export function unknownTenant(tenant: Tenant, reason: string): JudgedTenantControl[] {
  return unknownBy(TENANT_CONTROLS, tenant, reason);
}

/** Returns `unknown` for the controls of a tenant that an audit reads. */
export function unknownTenantInAzure(tenant: Tenant, reason: string): JudgedTenantControl[] {
  return unknownBy(IN_AZURE, tenant, reason);
}

const IN_AZURE = TENANT_CONTROLS.filter(({ inAzure }) => inAzure === true);

function unknownBy(
  controls: readonly TenantControl[],
  tenant: Tenant,
  reason: string,
): JudgedTenantControl[] {
  return inForceFor(tenant, controls).map((control) => ({
    control,
    judgement: { status: "unknown", message: reason },
  }));
}
