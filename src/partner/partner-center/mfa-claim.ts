import type { TokenCredential } from "@azure/identity";
import { claimsOf } from "../../azure/token-claims.ts";
import { items, member, textMember } from "../../text/json.ts";
import { plain } from "../../text/wording.ts";

/** Partner Center's code, beside 401, for a call of a user without MFA. */
export const MFA_REQUIRED = "900421";

export const MFA_FIX = "sign in again with MFA; for a refresh token, consent again with MFA";

/**
 * Reports once if Partner Center will refuse a token: since 2026-04-01 the token of a user (App+User) needs the claim of MFA,
 * an `amr` with `mfa`. An application alone is not asked for it.
 * https://learn.microsoft.com/partner-center/security/partner-security-requirements-mandating-mfa, read on 2026-11-30
 */
export function withMfaNotice(credential: TokenCredential, say: (message: string) => void): TokenCredential {
  let isSaid = false;
  return {
    getToken: async (scopes, options) => {
      const found = await credential.getToken(scopes, options);
      const lacking = found === null || isSaid ? undefined : lackingMfa(found.token);
      if (lacking !== undefined) {
        isSaid = true;
        say(lacking);
      }
      return found;
    },
  };
}

/** @returns undefined with MFA, for an application, and for a token that cannot be read */
function lackingMfa(token: string): string | undefined {
  const claims = claimsOf(token);
  // Only the token of a user has scopes; that of an application has roles.
  if (textMember(claims, "scp") === undefined) return undefined;
  const named = items(member(claims, "amr")).filter((one) => typeof one === "string");
  if (named.some((method) => method.toLowerCase() === "mfa")) return undefined;
  const shown = named.length === 0 ? "no amr claim" : `amr: ${plain(named.join(", "), 80)}`;
  return `the user signed in without MFA (${shown}), and Partner Center has refused such calls since 2026-04-01: ${MFA_FIX}`;
}
