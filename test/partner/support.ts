import type { Clock } from "../../src/azure/clock.ts";
import { type Endpoints, endpointsOf } from "../../src/azure/endpoints.ts";
import { jsonOf, sender } from "../../src/azure/send.ts";
import type { ConnectPartnerOptions } from "../../src/partner/connect.ts";
import type { PartnerAlert } from "../../src/partner/graph/alerts.ts";
import type { PartnerDataProps } from "../../src/sandbox/partner/partner-data.ts";
import { textMember } from "../../src/text/json.ts";
import { type Client, startedClient } from "../sandbox/client.ts";

export { NOW } from "../sandbox/client.ts";

export const PARTNER_TENANT = "11111111-1111-1111-1111-111111111111";
export const CUSTOMER_TENANT = "22222222-2222-2222-2222-222222222222";

const subscription = (last: number) => ({
  id: `00000000-0000-0000-0000-00000000000${last}`,
  displayName: `s${last}`,
  tenantId: CUSTOMER_TENANT,
  managedByTenantId: PARTNER_TENANT,
});

/** A sandbox with Contoso's two subscriptions, and how to reach its Graph and Partner Center. */
export interface PartnerSandbox {
  readonly client: Client;
  readonly options: ConnectPartnerOptions & { readonly endpoints: Endpoints };
  /** The waits, in seconds. */
  readonly waits: readonly number[];
  set(parts: PartnerDataProps): Promise<void>;
}

export async function partnerSandbox(clientId = "an application"): Promise<PartnerSandbox> {
  const client = await startedClient({
    directory: {
      defaultTenantId: PARTNER_TENANT,
      tenants: [{ id: CUSTOMER_TENANT, displayName: "Contoso" }],
      subscriptions: [subscription(1), subscription(2)],
    },
  });
  const { clock, waits } = testClock();
  const { certificate, origin } = client.sandbox;
  // On a busy machine an idle connection may be closed under a request: this sends again.
  const send = await sender({ certificateAuthority: certificate });
  return {
    client,
    waits,
    set: async (parts) => {
      const { body, status } = await send({
        method: "PATCH",
        url: `${origin}/sandbox/partner`,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(parts),
      });
      if (status !== 204) throw new Error(body.toString());
    },
    options: {
      tenantId: PARTNER_TENANT,
      env: {},
      clock,
      certificateAuthority: certificate,
      endpoints: endpointsAt(origin),
      credential: {
        getToken: async (scope, options) => {
          const form = { client_id: clientId, client_secret: "any", grant_type: "client_credentials" };
          const answer = await send({
            method: "POST",
            url: `${origin}/${options?.tenantId}/oauth2/v2.0/token`,
            body: new URLSearchParams({ ...form, scope: String(scope) }).toString(),
            repeatable: true,
          });
          const token = String(textMember(jsonOf(answer), "access_token"));
          return { token, expiresOnTimestamp: Number.MAX_SAFE_INTEGER };
        },
      },
    },
  };
}

export function endpointsAt(origin: string): Endpoints {
  return endpointsOf({
    CSP_BASELINE_ARM_ENDPOINT: origin,
    CSP_BASELINE_GRAPH_ENDPOINT: origin,
    CSP_BASELINE_GRAPH_AUDIENCE: `${origin}/graph`,
    CSP_BASELINE_PARTNER_CENTER_ENDPOINT: origin,
    CSP_BASELINE_PARTNER_CENTER_AUDIENCE: `${origin}/partner-center`,
    AZURE_AUTHORITY_HOST: origin,
  });
}

/** Waits pass at once, and are on record. */
export function testClock(): { clock: Clock; waits: number[] } {
  const waits: number[] = [];
  return {
    waits,
    clock: {
      now: () => 0,
      sleep: async (milliseconds) => {
        waits.push(milliseconds / 1000);
      },
    },
  };
}

export function alertOf(parts: Partial<PartnerAlert> = {}): PartnerAlert {
  return {
    id: "a",
    alertType: "CryptoMining",
    severity: "high",
    status: "active",
    affectedResources: [],
    isTest: false,
    ...parts,
  };
}
