import { z } from "zod";
import { jsonOf, sender } from "../../azure/send.ts";
import type { Subscription } from "../../fleet/index.ts";
import { DEPLOYER_CLIENT_ID, type Sandbox } from "../../sandbox/index.ts";
import { StepError } from "./steps.ts";

const CONTACT = "providers/Microsoft.Security/securityContacts/default?api-version=2023-12-01-preview";
const Contact = z.looseObject({ properties: z.looseObject({}) });
const Token = z.object({ access_token: z.string() });

/**
 * Empties the security contact of the first subscription that has one, without Terraform, as in the portal.
 *
 * @returns the subscription; undefined if none has a contact
 * @throws {StepError} if the sandbox refuses the change
 */
export async function emptyContact(
  sandbox: Sandbox,
  subscriptions: readonly Subscription[],
  partnerTenant: string,
): Promise<Subscription | undefined> {
  const send = await sender({ certificateAuthority: sandbox.certificate });
  for (const subscription of subscriptions) {
    const { customer, id } = subscription;
    const tenant = customer.access.model === "lighthouse" ? partnerTenant : customer.tenantId;
    const form = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: DEPLOYER_CLIENT_ID,
      client_secret: "sandbox",
      scope: `${sandbox.origin}/.default`,
    });
    const signedIn = await send({
      method: "POST",
      url: `${sandbox.origin}/${tenant}/oauth2/v2.0/token`,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: String(form),
    });
    const { access_token } = Token.parse(jsonOf(signedIn));
    const headers = { authorization: `Bearer ${access_token}`, "content-type": "application/json" };
    const url = `${sandbox.origin}/subscriptions/${id}/${CONTACT}`;
    const current = await send({ method: "GET", url, headers });
    if (current.status !== 200) continue;
    const { properties } = Contact.parse(jsonOf(current));
    const body = JSON.stringify({ properties: { ...properties, emails: "" } });
    const changed = await send({ method: "PUT", url, headers, body });
    if (changed.status >= 300)
      throw new StepError(`the sandbox refused to change a contact: ${changed.status} ${changed.body}`);
    return subscription;
  }
  return undefined;
}
