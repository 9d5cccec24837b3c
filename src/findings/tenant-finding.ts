import type { ControlText, Judgement } from "../controls/index.ts";
import type { Tenant, TenantSetting } from "../fleet/index.ts";
import type { Finding } from "./shape.ts";

/**
 * Converts a judgement of a tenant to a finding. Findings belong to subscriptions: the tenant's go to the customer's
 * first subscription, for which the provider of the tenant's stack is configured. The location is the line that
 * requires the tenant's baseline.
 */
export function tenantFindingOf(
  tenant: Tenant,
  control: ControlText & { readonly setting?: TenantSetting },
  judgement: Judgement,
): Finding {
  const { customer, subscription } = tenant;
  const { fix, message, path, resource, status } = judgement;
  return {
    control: control.id,
    severity: control.severity,
    subscriptionId: subscription.id,
    subscriptionName: subscription.name,
    customer: customer.key,
    status,
    message,
    get location() {
      return tenant.position(control.setting);
    },
    ...(fix === undefined ? {} : { fix }),
    ...(resource === undefined ? {} : { resource }),
    ...(path === undefined ? {} : { path }),
    references: control.satisfies.map(({ id, tool }) => ({ tool, id })),
  };
}
