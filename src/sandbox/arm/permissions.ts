import { READER_CLIENT_ID } from "../directory.ts";
import type { Reply } from "../http.ts";
import type { SubscriptionContext } from "./context.ts";
import { methodNotAllowed } from "./error.ts";
import { listReply } from "./paging.ts";

/**
 * `GET …/providers/Microsoft.Authorization/permissions`: what the caller may do in the subscription, a part for each of
 * its roles. The sandbox knows two: a reader's `Reader`, and for all others everything that `Contributor` may, and policy
 * assignments.
 * Documented for resource groups (https://learn.microsoft.com/rest/api/authorization/permissions/list-for-resource-group);
 * Azure answers it for subscriptions in the same way.
 */
export function permissions({ claims, request }: SubscriptionContext): Reply {
  if (request.method !== "GET") throw methodNotAllowed(request.method, "The list of permissions");
  const none = { dataActions: [], notDataActions: [] };
  const reader = [{ actions: ["*/read"], notActions: [], ...none }];
  const deployer = [
    {
      actions: ["*"],
      notActions: ["Microsoft.Authorization/*/Delete", "Microsoft.Authorization/*/Write"],
      ...none,
    },
    { actions: ["Microsoft.Authorization/policyAssignments/*"], notActions: [], ...none },
  ];
  return listReply(request, claims.appId === READER_CLIENT_ID ? reader : deployer);
}
