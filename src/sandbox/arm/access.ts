import { isGuid } from "../../text/guid.ts";
import {
  ADMIN_AGENT_CLIENT_ID,
  type Directory,
  type KnownSubscription,
  READER_CLIENT_ID,
} from "../directory.ts";
import { accessClaims, type Claims } from "../entra/token.ts";
import { bearerToken, isOwnAddress, type Request } from "../http.ts";
import { ArmError, badRequest, shown } from "./error.ts";

/**
 * Returns the caller of the request.
 * @throws {ArmError} 401 without a token, or with one that is invalid, expired, or for another resource
 */
export function authenticate(request: Request, now: Date): Claims {
  if (request.headers.authorization === undefined) {
    const message = "Authentication failed. The 'Authorization' header is missing.";
    throw new ArmError(401, "AuthenticationFailed", message, challenge(request, "common"));
  }
  const claims = accessClaims(bearerToken(request) ?? "");
  if (claims === undefined || !isOwnAddress(claims.issuer, request)) {
    throw new ArmError(
      401,
      "InvalidAuthenticationToken",
      "The access token is invalid.",
      challenge(request, "common"),
    );
  }
  if (!isOwnAddress(claims.audience, request)) {
    const message = `The access token has been obtained for audience ${shown(claims.audience)}, not for ${request.origin}.`;
    throw new ArmError(
      401,
      "InvalidAuthenticationTokenAudience",
      message,
      challenge(request, claims.tenantId),
    );
  }
  if (claims.expires * 1000 <= now.getTime()) {
    const message = `The access token expiry UTC time '${new Date(claims.expires * 1000).toISOString()}' is earlier than current UTC time '${now.toISOString()}'.`;
    throw new ArmError(401, "ExpiredAuthenticationToken", message, challenge(request, claims.tenantId));
  }
  return claims;
}

/**
 * Returns the subscription if the caller may perform the action in it. The caller is an application of the tenant to
 * which it is delegated. Without a delegation it is the one application of its own tenant that has a role.
 * @throws {ArmError} 404, 401 InvalidAuthenticationTokenTenant, 403 AuthorizationFailed
 */
export function authorize(
  request: Request,
  claims: Claims,
  directory: Directory,
  asked: { readonly subscriptionId: string; readonly action: string; readonly writes: boolean },
): KnownSubscription {
  const { action, subscriptionId, writes } = asked;
  if (!isGuid(subscriptionId)) {
    const message = `The provided subscription identifier ${shown(subscriptionId)} is malformed or invalid.`;
    throw badRequest(message, "InvalidSubscriptionId");
  }
  const subscription = directory.subscription(subscriptionId);
  if (subscription === undefined) {
    throw new ArmError(
      404,
      "SubscriptionNotFound",
      `The subscription '${subscriptionId}' could not be found.`,
    );
  }
  const { managedByTenantId, tenantId } = subscription;
  if (claims.tenantId !== tenantId && claims.tenantId !== managedByTenantId) {
    const message = `The access token is from the wrong issuer '${issuer(claims.tenantId)}'. It must match the tenant '${issuer(tenantId)}' associated with this subscription.`;
    throw new ArmError(401, "InvalidAuthenticationTokenTenant", message, challenge(request, tenantId));
  }
  const isRefused =
    writes && (claims.appId === READER_CLIENT_ID || !mayWrite(claims, subscription, asked.action));
  if (!hasRole(claims, subscription) || isRefused) {
    const message = `The client '${claims.appId}' with object id '${claims.objectId}' does not have authorization to perform action '${action}' over scope '${request.path}' or the scope is invalid. If access was recently granted, please refresh your credentials.`;
    throw new ArmError(403, "AuthorizationFailed", message);
  }
  if (writes && (subscription.state === "Disabled" || subscription.state === "Warned")) {
    const message = `The subscription '${subscription.id}' is disabled and therefore marked as read only. You cannot perform any write actions on this subscription until it is re-enabled.`;
    throw new ArmError(409, "ReadOnlyDisabledSubscription", message);
  }
  return subscription;
}

/** Returns the subscriptions that the caller can list or query. */
export function readable(claims: Claims, directory: Directory): readonly KnownSubscription[] {
  return directory.subscriptionsOf(claims.tenantId).filter((subscription) => hasRole(claims, subscription));
}

/** Delegations come from the customer's own tenant: by a delegation they can only be given back. */
function mayWrite({ tenantId }: Claims, { managedByTenantId }: KnownSubscription, action: string): boolean {
  if (tenantId !== managedByTenantId) return true;
  return !/^microsoft\.managedservices\/registration\w+\/write$/i.test(action);
}

function hasRole(claims: Claims, { clientId, managedByTenantId, tenantId }: KnownSubscription): boolean {
  if (claims.appId === ADMIN_AGENT_CLIENT_ID) return claims.tenantId === tenantId;
  if (managedByTenantId !== undefined) return claims.tenantId === managedByTenantId;
  if (claims.tenantId !== tenantId) return false;
  return clientId === undefined || claims.appId === clientId || claims.appId === READER_CLIENT_ID;
}

function issuer(tenantId: string): string {
  return `https://sts.windows.net/${tenantId}/`;
}

function challenge(request: Request, tenantId: string): Record<string, string> {
  return {
    "WWW-Authenticate": `Bearer authorization_uri="${request.origin}/${tenantId}", error="invalid_token"`,
  };
}
