import type { KnownSubscription } from "../directory.ts";
import type { Reply } from "../http.ts";
import type { JsonMap } from "../json.ts";
import { readable } from "./access.ts";
import type { ArmContext } from "./context.ts";
import { listReply } from "./paging.ts";

/** `GET /subscriptions`: those in which the token's tenant has a role, delegated ones with `managedByTenants`. */
export function listSubscriptions({ claims, directory, request }: ArmContext): Reply {
  return listReply(request, readable(claims, directory).map(subscriptionBody));
}

export function listTenants({ claims, directory, request }: ArmContext): Reply {
  const tenant = directory.tenant(claims.tenantId);
  const displayName = tenant?.displayName ?? "";
  return listReply(request, [{ id: `/tenants/${claims.tenantId}`, tenantId: claims.tenantId, displayName }]);
}

export function subscriptionBody(subscription: KnownSubscription): JsonMap {
  const { displayName, id, managedByTenantId, state = "Enabled", tenantId } = subscription;
  return {
    id: `/subscriptions/${id}`,
    subscriptionId: id,
    tenantId,
    displayName,
    state,
    // The quota id of an Azure plan bought through a CSP partner.
    subscriptionPolicies: {
      locationPlacementId: "Public_2014-09-01",
      quotaId: "CSP_2015-05-01",
      spendingLimit: "Off",
    },
    authorizationSource: "RoleBased",
    managedByTenants: managedByTenantId === undefined ? [] : [{ tenantId: managedByTenantId }],
  };
}
