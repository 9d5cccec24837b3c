import { READER_CLIENT_ID } from "../directory.ts";
import type { Reply } from "../http.ts";
import type { SubscriptionContext } from "./context.ts";
import { methodNotAllowed } from "./error.ts";
import { listReply } from "./paging.ts";

/**
 * `GET …/providers/Microsoft.Authorization/permissions`: the caller's permissions in the subscription, one part for
 * each role. The sandbox has two roles: `Reader` for the reader, and for all others the permissions of `Contributor`
 * and of policy assignments.
 * Documented for resource groups
 * (https://learn.microsoft.com/rest/api/authorization/permissions/list-for-resource-group); Azure answers the same for
 * subscriptions.
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
