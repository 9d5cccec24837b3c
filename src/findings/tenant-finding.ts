import type { ControlText, Judgement } from "../controls/index.ts";
import type { Tenant } from "../fleet/index.ts";
import type { Finding } from "./shape.ts";

/**
 * What a judgement means for a tenant. Findings are of subscriptions: it is said of the customer's first, for which the
 * provider of the tenant's stack is set up. Its line is the one that asks for it.
 */
export function tenantFindingOf(tenant: Tenant, control: ControlText, judgement: Judgement): Finding {
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
      return tenant.position();
    },
    ...(fix === undefined ? {} : { fix }),
    ...(resource === undefined ? {} : { resource }),
    ...(path === undefined ? {} : { path }),
    references: control.satisfies.map(({ id, tool }) => ({ tool, id })),
  };
}
