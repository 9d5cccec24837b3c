import type { TokenCredential } from "@azure/identity";
import { type Service, serviceOf } from "../azure/client.ts";
import { credentialFor } from "../azure/credential.ts";
import { type Endpoints, endpointsOf, type GraphVersion } from "../azure/endpoints.ts";
import { AzureFailure } from "../azure/failure.ts";
import { type SendOptions, sender } from "../azure/send.ts";
import { type Graph, graphOf } from "./graph/graph.ts";
import { withMfaNotice } from "./partner-center/mfa-claim.ts";
import { secureApplication } from "./partner-center/sign-in.ts";

export interface ConnectPartnerOptions extends SendOptions {
  readonly tenantId: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** @default as the environment says */
  readonly endpoints?: Endpoints;
  /** @default as the environment says */
  readonly credential?: TokenCredential;
  /** Messages for a person; never a token. @default none are shown */
  readonly say?: (message: string) => void;
}

/**
 * Connects to Microsoft Graph as the signed-in application or user.
 * @param version that is tried first
 *
 * @default - that of the environment, or beta
 * @throws {EndpointError}
 */
export async function connectPartnerGraph(
  options: ConnectPartnerOptions,
  version?: GraphVersion,
): Promise<Graph> {
  const { env, tenantId } = options;
  const endpoints = options.endpoints ?? endpointsOf(env);
  const credential = options.credential ?? (await credentialFor({ tenantId }, endpoints, env));
  return graphOf(
    await serviceOf("graph", { ...options, credential, endpoints }),
    version ?? endpoints.graphVersion,
  );
}

/**
 * Connects to Partner Center: as the user who consented if the environment has a refresh token, otherwise as the
 * application.
 * @param needs `user` where Partner Center does not accept an application
 * @throws {EndpointError} {@link AzureFailure} when there is no such user
 */
export async function connectPartnerCenter(
  options: ConnectPartnerOptions,
  needs: "user" | "any" = "any",
): Promise<Service> {
  const { env, say = () => {}, tenantId } = options;
  const endpoints = options.endpoints ?? endpointsOf(env);
  const send = await sender(options);
  const user = options.credential ?? secureApplication({ endpoints, tenantId, env, send, say });
  if (user === undefined && needs === "user") {
    throw new AzureFailure(
      "this needs a user's consent: set CSP_BASELINE_PARTNER_REFRESH_TOKEN_FILE (the secure application model)",
    );
  }
  const credential = withMfaNotice(user ?? (await credentialFor({ tenantId }, endpoints, env)), say);
  return serviceOf("partnerCenter", { ...options, credential, endpoints });
}
