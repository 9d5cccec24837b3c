import type { Evidence } from "../evidence/index.ts";
import type { Tenant } from "../fleet/index.ts";
import { entraLogExport } from "./entra-log-export.ts";
import { type JudgedTenantControl, judgeTenantBy, type TenantControl } from "./tenant-control.ts";

/** The controls of a customer's Entra tenant. */
export const TENANT_CONTROLS: readonly TenantControl[] = [entraLogExport];

/** Judges a tenant that the fleet configures. */
export function judgeTenant(evidence: Evidence, tenant: Tenant): JudgedTenantControl[] {
  return judgeTenantBy(TENANT_CONTROLS, evidence, tenant);
}

/** Returns `unknown` for all tenant controls. */
export function unknownTenant(reason: string): JudgedTenantControl[] {
  return TENANT_CONTROLS.map((control) => ({ control, judgement: { status: "unknown", message: reason } }));
}
