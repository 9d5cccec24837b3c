import { type Json, type JsonMap, parseMap, textAt } from "../json.ts";

/** The claims of a token. */
export interface Claims {
  readonly tenantId: string;
  /** The application's client id. */
  readonly appId: string;
  readonly objectId: string;
  /** The resource for which it was issued. */
  readonly audience: string;
  readonly issuer: string;
  /** In seconds since 1970. */
  readonly expires: number;
}

/**
 * Creates an unsigned JSON Web Token: its header contains `none`, and its third part a readable note. Clients of Azure
 * do not check the signature, and the sandbox needs no protection.
 */
export function unsignedToken(claims: JsonMap): string {
  const signature = Buffer.from("unsigned, from the csp-baseline sandbox").toString("base64url");
  return [encode({ alg: "none", typ: "JWT" }), encode(claims), signature].join(".");
}

/** Returns the payload of a token; `undefined` for any other text. */
export function tokenPayload(token: string): JsonMap | undefined {
  const [header, payload, signature, ...rest] = token.split(".");
  if (!header || !payload || !signature || rest.length > 0) return undefined;
  return parseMap(Buffer.from(payload, "base64url").toString());
}

/** Caches tokens: a client sends the same token with all its requests, and each is read twice. */
const known = new Map<string, Claims | undefined>();
const MOST_KNOWN = 1000;

/** Returns the claims of an access token of the sandbox; `undefined` for any other text. */
export function accessClaims(token: string): Claims | undefined {
  if (known.has(token)) return known.get(token);
  const claims = readClaims(token);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(token, claims);
  return claims;
}

function readClaims(token: string): Claims | undefined {
  const payload = tokenPayload(token);
  const tenantId = textAt(payload, "tid");
  const appId = textAt(payload, "appid");
  const objectId = textAt(payload, "oid");
  const audience = textAt(payload, "aud");
  const issuer = textAt(payload, "iss");
  const expires = payload?.["exp"];
  if (!tenantId || !appId || !objectId || !audience || !issuer || typeof expires !== "number")
    return undefined;
  return { tenantId, appId, objectId, audience, issuer, expires };
}

function encode(value: Json): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
