import type { TokenCredential } from "@azure/identity";
import type { Purpose } from "../adopt/onboard/index.ts";
import { customerFor, missingOperations, verifyAccess } from "../adopt/onboard/verify.ts";
import { signIns } from "../audit/azure-sources.ts";
import type { Endpoints } from "../azure/endpoints.ts";
import type { Fleet, Subscription } from "../fleet/index.ts";
import { shellWord } from "../text/shell-word.ts";
import { type Check, fail, ok, unknown } from "./check.ts";
import type { Net } from "./net.ts";

const SHOWN = 4;

/** Checks whether the identity has access to the subscription and the required permissions. Read-only. */
export async function checkAccess(
  fleet: Fleet,
  subscription: Subscription,
  purpose: Purpose,
  endpoints: Endpoints,
  net: Net,
  credential: TokenCredential,
): Promise<readonly [subscription: Check, roles: Check]> {
  const { certificateAuthority } = net;
  const all = await signIns(
    { ...fleet, customers: [customerFor(purpose, subscription.customer)] },
    {
      endpoints,
      env: {},
      credential,
      ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
    },
  );
  const [verified] = await verifyAccess(fleet, [subscription], purpose, all);
  const name = `${subscription.customer.key}/${subscription.name} (${subscription.id})`;
  const onboard = `csp-baseline onboard ${shellWord(subscription.customer.key)}`;
  if (verified === undefined) return notAsked("access to the subscription was not checked");
  return [seen(), roles()];

  function seen(): Check {
    switch (verified?.visibility) {
      case "delegated":
        return ok("subscription", `${name} is delegated to your tenant`);
      case "own":
        return ok("subscription", `${name} is visible in the customer's tenant`);
      case "not-delegated":
        return fail(
          "subscription",
          `${name} is visible, but not delegated to your tenant`,
          `${onboard} shows the customer's steps`,
        );
      case "not-seen":
        return fail(
          "subscription",
          `${name} is not visible: no role on it, or no delegation`,
          `${onboard} shows the customer's steps`,
        );
      default:
        return unknown(
          "subscription",
          `${name}: ${verified?.failure ?? "the list of subscriptions could not be read"}`,
        );
    }
  }

  function roles(): Check {
    if (verified?.failure !== undefined) return unknown("roles", `not checked: ${verified.failure}`);
    const missing = verified === undefined ? [] : missingOperations([verified], purpose);
    const count = verified?.groups.length ?? 0;
    if (missing.length === 0)
      return ok("roles", `all operations of a ${purpose} for ${count} parts of the baseline`);
    const names = missing.slice(0, SHOWN).map(({ operation }) => operation);
    const more = missing.length > SHOWN ? ` and ${missing.length - SHOWN} more` : "";
    const give = [...new Set(missing.map(({ role }) => role ?? "a custom role"))].join(", ");
    const reader =
      purpose === "deployer" ? "; for an identity that only plans and audits, use --as reader" : "";
    return fail(
      "roles",
      `operations missing for a ${purpose}: ${names.join(", ")}${more}`,
      `Give it ${give}: ${onboard} shows how, ${onboard} --verify shows the full matrix${reader}`,
    );
  }
}

/** Returns both checks as not made. */
export function notAsked(reason: string): readonly [Check, Check] {
  return [unknown("subscription", `not checked: ${reason}`), unknown("roles", `not checked: ${reason}`)];
}
