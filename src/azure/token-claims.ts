import { parsedJson } from "../text/parsed-json.ts";

/** Entra's tokens have about 2 KB. */
const MAX_TOKEN = 20_000;

/**
 * Returns the claims of an access token without checking its signature, which only its recipient can. Undefined for a
 * token in another form, or of more than 20,000 characters.
 */
export function claimsOf(token: string): unknown {
  if (token.length > MAX_TOKEN) return undefined;
  const [, payload, signature] = token.split(".");
  if (payload === undefined || signature === undefined) return undefined;
  return parsedJson(Buffer.from(payload, "base64url").toString("utf8"));
}
