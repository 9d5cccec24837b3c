import { accessClaims, type Claims, tokenPayload } from "../entra/token.ts";
import { bearerToken, isOwnAddress, type Request } from "../http.ts";
import { textsAt } from "../json.ts";

/** Below the sandbox's address: a token for one service is not valid for another. */
export const GRAPH_AUDIENCE_PATH = "/graph";
export const PARTNER_CENTER_AUDIENCE_PATH = "/partner-center";

export interface Caller extends Claims {
  /** Whether a user consented with a refresh token; otherwise the application acts alone. */
  readonly isUser: boolean;
  /** Whether that user signed in with MFA; false for an application. */
  readonly hasMfa: boolean;
}

/**
 * Returns the caller of a request with a token for this service, or the reason for 401.
 * @param tenantOnly the only tenant whose tokens are accepted @default - any
 */
export function callerOf(
  request: Request,
  audiencePath: string,
  now: Date,
  tenantOnly?: string,
): Caller | { readonly refused: string } {
  const token = bearerToken(request) ?? "";
  const claims = accessClaims(token);
  if (claims === undefined || !isOwnAddress(claims.issuer, request)) {
    return { refused: "The access token is missing or invalid." };
  }
  const { audience, expires, tenantId } = claims;
  if (!isOwnAddress(audience, request) || new URL(audience).pathname.replace(/\/$/, "") !== audiencePath) {
    return { refused: "Access token validation failure. Invalid audience." };
  }
  if (expires * 1000 <= now.getTime())
    return { refused: "Lifetime validation failed, the token is expired." };
  if (tenantOnly !== undefined && tenantId !== tenantOnly)
    return { refused: "The tenant of the token is not a partner's." };
  const payload = tokenPayload(token);
  return {
    ...claims,
    isUser: payload?.["idtyp"] === "user",
    hasMfa: textsAt(payload, "amr").includes("mfa"),
  };
}
