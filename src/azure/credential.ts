import type { TokenCredential } from "@azure/identity";
import { member } from "../evidence/json.ts";
import type { Endpoints } from "./endpoints.ts";
import { AzureFailure } from "./failure.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** What Entra wants a token of another issuer to be for. https://learn.microsoft.com/entra/workload-id/workload-identity-federation */
const ASSERTION_AUDIENCE = "api://AzureADTokenExchange";

/** Whom to sign in as. */
export interface Identity {
  readonly tenantId: string;
  /** The application, where the fleet names one; or else the environment does. */
  readonly clientId?: string;
}

/**
 * How to sign in to a tenant. What Terraform would use comes first, so that one set of variables does for both: the identity of
 * a GitHub job (`ARM_CLIENT_ID` or `AZURE_CLIENT_ID`, and the job's permission `id-token: write`), or `ARM_CLIENT_ID` with
 * `ARM_CLIENT_SECRET`. Otherwise it is the default chain of Azure's SDK: environment, workload identity, managed
 * identity, `az login` and others.
 */
export async function credentialFor(
  identity: Identity,
  endpoints: Endpoints,
  env: Env,
): Promise<TokenCredential> {
  const { ClientAssertionCredential, ClientSecretCredential, DefaultAzureCredential } = await import(
    "@azure/identity"
  );
  const { tenantId } = identity;
  const options = {
    additionallyAllowedTenants: ["*"],
    // Entra's own hosts vouch for each other; another one is named by whoever set it.
    ...(endpoints.authority === undefined
      ? {}
      : { authorityHost: endpoints.authority, disableInstanceDiscovery: true }),
  };
  const clientId = identity.clientId ?? (env["ARM_CLIENT_ID"] || env["AZURE_CLIENT_ID"]);
  const secret = env["ARM_CLIENT_SECRET"];
  if (clientId && secret) return new ClientSecretCredential(tenantId, clientId, secret, options);
  const job = gitHubJob(env);
  if (clientId && job !== undefined) return new ClientAssertionCredential(tenantId, clientId, job, options);
  return new DefaultAzureCredential({
    ...options,
    ...(clientId ? { workloadIdentityClientId: clientId } : {}),
  });
}

/** The token of a GitHub job, unless the environment has another credential for an application. */
function gitHubJob(env: Env): (() => Promise<string>) | undefined {
  const url = env["ACTIONS_ID_TOKEN_REQUEST_URL"];
  const token = env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"];
  const other = ["AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_FEDERATED_TOKEN_FILE"];
  if (!url || !token || other.some((name) => env[name])) return undefined;
  return async () => {
    const answer = await fetch(`${url}&audience=${encodeURIComponent(ASSERTION_AUDIENCE)}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    const assertion = answer.ok ? member(await answer.json(), "value") : undefined;
    if (typeof assertion === "string") return assertion;
    throw new AzureFailure(`GitHub gave the job no token: it answered ${answer.status}`, answer.status);
  };
}
