import type { TokenCredential } from "@azure/identity";
import { member } from "../text/json.ts";
import type { Endpoints } from "./endpoints.ts";
import { AzureFailure } from "./failure.ts";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The audience that Entra requires of a token of another issuer.
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation
 */
const ASSERTION_AUDIENCE = "api://AzureADTokenExchange";

/** The identity to sign in as. */
export interface Identity {
  readonly tenantId: string;
  /** The application in the fleet. @default - that of the environment */
  readonly clientId?: string;
}

/**
 * Returns the credential for a tenant. Terraform's variables come first, so that one set of variables serves both: the
 * identity of a GitHub job (`ARM_CLIENT_ID` or `AZURE_CLIENT_ID`, and the job's permission `id-token: write`), or
 * `ARM_CLIENT_ID` with `ARM_CLIENT_SECRET`. Otherwise the default chain of Azure's SDK applies: environment, workload
 * identity, managed identity, `az login` and others.
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
    // Instance discovery validates only Entra's own hosts. The user configured this host.
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

/** Returns the token of a GitHub job, unless the environment has another credential for an application. */
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
    throw new AzureFailure(`GitHub issued no token for the job: it answered ${answer.status}`, answer.status);
  };
}
