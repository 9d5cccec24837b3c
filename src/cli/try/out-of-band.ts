import { request } from "node:https";
import { z } from "zod";
import type { Subscription } from "../../fleet/index.ts";
import { DEPLOYER_CLIENT_ID, type Sandbox } from "../../sandbox/index.ts";
import { StepError } from "./steps.ts";

const CONTACT = "providers/Microsoft.Security/securityContacts/default?api-version=2023-12-01-preview";
const Contact = z.looseObject({ properties: z.looseObject({}) });
const Token = z.object({ access_token: z.string() });

/**
 * Empties the security contact of a subscription past Terraform, as a person in the portal or an intruder would.
 * @returns the subscription, the first that has a contact; undefined when none has
 * @throws {StepError} when the sandbox refuses
 */
export async function emptyContact(
  sandbox: Sandbox,
  subscriptions: readonly Subscription[],
  partnerTenant: string,
): Promise<Subscription | undefined> {
  for (const subscription of subscriptions) {
    const { customer, id } = subscription;
    const tenant = customer.access.model === "lighthouse" ? partnerTenant : customer.tenantId;
    const form = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: DEPLOYER_CLIENT_ID,
      client_secret: "sandbox",
      scope: `${sandbox.origin}/.default`,
    });
    const signedIn = await send(sandbox, "POST", `/${tenant}/oauth2/v2.0/token`, String(form), {
      "content-type": "application/x-www-form-urlencoded",
    });
    const { access_token } = Token.parse(JSON.parse(signedIn.text));
    const headers = { authorization: `Bearer ${access_token}`, "content-type": "application/json" };
    const path = `/subscriptions/${id}/${CONTACT}`;
    const there = await send(sandbox, "GET", path, "", headers);
    if (there.status !== 200) continue;
    const { properties } = Contact.parse(JSON.parse(there.text));
    const body = JSON.stringify({ properties: { ...properties, emails: "" } });
    const { status, text } = await send(sandbox, "PUT", path, body, headers);
    if (status >= 300) throw new StepError(`the sandbox refused to change a contact: ${status} ${text}`);
    return subscription;
  }
  return undefined;
}

function send(
  { certificate, origin }: Sandbox,
  method: string,
  path: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((done, failed) => {
    const sent = request(`${origin}${path}`, { method, headers, ca: certificate }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.on("end", () => done({ status: response.statusCode ?? 0, text }));
    });
    sent.on("error", failed);
    sent.end(body);
  });
}
