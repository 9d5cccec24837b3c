import type { TokenCredential } from "@azure/identity";
import type { Endpoints } from "../azure/endpoints.ts";
import { PUBLIC_AUTHORITY } from "../azure/endpoints.ts";
import { azureFailure } from "../azure/failure.ts";
import type { Answer } from "../azure/send.ts";
import { errorBodyOf } from "../azure/send.ts";
import { claimsOf } from "../azure/token-claims.ts";
import { textMember } from "../text/json.ts";
import { printable } from "../text/printable.ts";
import { type Check, fail, ok, unknown } from "./check.ts";
import type { Net } from "./net.ts";

/** The inputs for the check of a tenant. */
export interface TenantToCheck {
  readonly tenantId: string;
  /** The file with the id: `fleet/partner.yaml`. */
  readonly place: string;
}

/** The clock skew in seconds that Entra accepts for a client assertion, and ARM for a token. */
const MAX_SKEW = 300;

/** Checks whether Entra is reachable and has the tenant, and compares the clock with the answer's date. */
export async function checkTenant(
  { place, tenantId }: TenantToCheck,
  endpoints: Endpoints,
  net: Net,
  now: () => Date,
): Promise<readonly [tenant: Check, clock: Check]> {
  const authority = endpoints.authority ?? PUBLIC_AUTHORITY;
  let answer: Answer;
  try {
    const url = `${authority}/${tenantId}/v2.0/.well-known/openid-configuration`;
    answer = await net.send({ method: "GET", url });
  } catch (error) {
    const reason = azureFailure(error).message;
    return [
      fail(
        "tenant",
        `Microsoft Entra (${authority}): ${reason}`,
        "Let this machine reach it (HTTPS_PROXY, NODE_EXTRA_CA_CERTS for a proxy's certificate)",
      ),
      unknown("clock", "not checked: it is compared with Microsoft Entra's"),
    ];
  }
  return [tenantCheck(answer, tenantId, place), clockCheck(answer, now())];
}

function tenantCheck(answer: Answer, tenantId: string, place: string): Check {
  if (answer.status === 200) return ok("tenant", `${tenantId} exists in Microsoft Entra`);
  const reason = printable(textMember(errorBodyOf(answer), "error_description") ?? "", 200);
  if (answer.status === 400) {
    return fail(
      "tenant",
      `Microsoft Entra has no tenant ${tenantId} (${reason})`,
      `Correct tenantId in ${place}`,
    );
  }
  return unknown("tenant", `Microsoft Entra answered ${answer.status} ${reason}`.trim());
}

function clockCheck(answer: Answer, now: Date): Check {
  const there = Date.parse(answer.header("date") ?? "");
  if (Number.isNaN(there)) return unknown("clock", "not checked: Microsoft Entra's answer has no date");
  const seconds = Math.round((now.getTime() - there) / 1000);
  const off = `${Math.abs(seconds)} seconds ${seconds < 0 ? "behind" : "ahead of"} Microsoft Entra's`;
  if (Math.abs(seconds) <= 1) return ok("clock", "equal to Microsoft Entra's");
  if (Math.abs(seconds) <= MAX_SKEW) return ok("clock", off);
  return fail(
    "clock",
    off,
    "Set this machine's clock, for example by NTP: tokens are rejected when it is off by 5 minutes",
  );
}

/** Checks whether there is a credential, and its identity. */
export async function checkSignIn(
  tenantId: string,
  { armAudience }: Endpoints,
  credential: TokenCredential,
): Promise<Check> {
  try {
    const token = await credential.getToken(`${armAudience}/.default`, { tenantId });
    if (token === null) return notSignedIn("there is no credential", tenantId);
    const claims = claimsOf(token.token);
    const tenant = textMember(claims, "tid")?.toLowerCase();
    if (tenant !== undefined && tenant !== tenantId) {
      return notSignedIn(
        `the identity signs in to the tenant ${printable(tenant, 60)}, not ${tenantId}`,
        tenantId,
      );
    }
    return ok("sign-in", `${identityOf(claims)} in the tenant ${tenantId}`);
  } catch (error) {
    return notSignedIn(azureFailure(error).message, tenantId);
  }
}

function notSignedIn(message: string, tenantId: string): Check {
  return fail(
    "sign-in",
    message,
    `az login --tenant ${tenantId}, or set ARM_CLIENT_ID with ARM_CLIENT_SECRET or, in a GitHub job, the permission id-token: write`,
  );
}

/** Returns the identity of a token, without showing the token. */
function identityOf(claims: unknown): string {
  const user = textMember(claims, "upn") ?? textMember(claims, "unique_name");
  if (user !== undefined) return printable(user, 100);
  const application = textMember(claims, "appid");
  return application === undefined ? "an identity" : `the application ${printable(application, 60)}`;
}
