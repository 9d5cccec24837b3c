import type { Evidence } from "../evidence/index.ts";
import type { Tenant, TenantSetting } from "../fleet/index.ts";
import { isCannotTell, unknownJudgement } from "./cannot-tell.ts";
import type { ControlText, Judgement } from "./control.ts";

/**
 * One requirement on a customer's Entra tenant. The same code judges it in the tenant's stack, in its plan and, if
 * `inAzure` is set, in Azure. It applies wherever the fleet has its setting and cannot be excepted: switch it off instead.
 */
export interface TenantControl extends ControlText {
  /** The setting of the fleet's `tenantBaseline` that switches it on. */
  readonly setting: TenantSetting;
  /** Whether the audit judges it. @default false */
  readonly inAzure?: boolean;
  /** @param evidence the resources of the tenant's stack, listed under the subscription of its provider although they are not in it */
  readonly check: (evidence: Evidence, tenant: Tenant) => Judgement;
}

/** A control of a tenant with its judgement. */
export interface JudgedTenantControl {
  readonly control: TenantControl;
  readonly judgement: Judgement;
}

/** Judges a tenant by these controls. Undecidable values give `unknown`. */
export function judgeTenantBy(
  controls: readonly TenantControl[],
  evidence: Evidence,
  tenant: Tenant,
): JudgedTenantControl[] {
  return inForceFor(tenant, controls).map((control) => ({
    control,
    judgement: judge(control, evidence, tenant),
  }));
}

/** Returns the controls that the fleet switches on for a tenant. */
export function inForceFor(tenant: Tenant, controls: readonly TenantControl[]): readonly TenantControl[] {
  return controls.filter(({ setting }) => Boolean(tenant[setting]));
}

function judge(control: TenantControl, evidence: Evidence, tenant: Tenant): Judgement {
  try {
    return control.check(evidence, tenant);
  } catch (error) {
    if (isCannotTell(error)) return unknownJudgement(error);
    throw error;
  }
}
