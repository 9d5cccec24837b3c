import { type Service, serviceOf } from "../../azure/client.ts";
import { credentialFor } from "../../azure/credential.ts";
import { type Endpoints, PUBLIC_AUTHORITY } from "../../azure/endpoints.ts";
import { type Recorder, startRecorder } from "../../pilot/index.ts";
import { writeExtraCertificates, writeTrustFiles } from "../../sandbox/index.ts";
import { readEndpoints } from "../azure-endpoints.ts";
import type { Console } from "../console.ts";

/** The recording endpoints, and the environment that leads commands and Terraform to them. */
export interface PilotEndpoint {
  readonly recorder: Recorder;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The requests that are not recorded, one sentence each. */
  readonly notRecorded: readonly string[];
  /** ARM through the endpoint, with the identity of the environment. */
  arm(identity: { readonly tenantId: string; readonly clientId?: string }): Promise<Service>;
}

const LOOPBACK = "127.0.0.1,localhost";
const NO_PROVIDERS =
  "Terraform's own requests are not recorded on this system, because its providers trust no further certificate here: only what csp-baseline itself reads and writes. Run the pilot on Linux, or in a Linux container, to record them.";
const NO_AZURERM =
  "Requests of the provider azurerm are not recorded with this way of signing in, only those of azapi and of csp-baseline itself. Sign in as an application with ARM_CLIENT_ID and ARM_CLIENT_SECRET or a federated token, or add --provider azapi, to record all.";
const SIGN_IN = "The sign-in at Microsoft Entra is not recorded: it holds only secrets.";
const REGIONS =
  "Requests that Azure redirects to another host, such as the status of a long operation in a region, are not recorded.";

/**
 * @param trust a folder for the certificates that clients need
 * @param provider the provider that declares most of a stack
 */
export async function startEndpoint(
  trust: string,
  provider: "azurerm" | "azapi",
  console: Console,
): Promise<PilotEndpoint> {
  const endpoints = readEndpoints(console);
  const authority = endpoints.authority ?? PUBLIC_AUTHORITY;
  const recorder = await startRecorder({
    upstream: { arm: endpoints.arm, graph: endpoints.graph, partnerCenter: endpoints.partnerCenter },
    signIn: { authority, audience: endpoints.armAudience },
    now: () => console.now(),
  });
  const { bundleFile } = writeTrustFiles(trust, recorder.certificate, console.env);
  const extra = writeExtraCertificates(trust, recorder.certificate, console.env);
  const recorded: Endpoints = { ...endpoints, ...recorder.origins };
  const byProviders = recordsProviders();
  const byAzurerm = byProviders && signsInWithSecret(console.env);
  return {
    recorder,
    env: {
      ...console.env,
      ...ownVariables(recorded),
      ...(byProviders ? azapiVariables(recorded, authority, bundleFile) : {}),
      ...(byAzurerm ? { ARM_METADATA_HOSTNAME: new URL(recorded.arm).host } : {}),
      NODE_EXTRA_CA_CERTS: extra,
      NO_PROXY: [console.env["NO_PROXY"] ?? console.env["no_proxy"], LOOPBACK].filter(Boolean).join(","),
      NO_COLOR: "1",
      CI: "1",
    },
    notRecorded: [
      ...(byProviders ? [] : [NO_PROVIDERS]),
      ...(byProviders && !byAzurerm && provider === "azurerm" ? [NO_AZURERM] : []),
      SIGN_IN,
      REGIONS,
    ],
    arm: async (identity) =>
      serviceOf("arm", {
        endpoints: recorded,
        tenantId: identity.tenantId,
        credential: await credentialFor(identity, endpoints, console.env),
        certificateAuthority: recorder.certificate,
        retries: 4,
      }),
  };
}

/** Go reads SSL_CERT_FILE only where no system's own store of certificates is asked. */
function recordsProviders(): boolean {
  return process.platform !== "darwin" && process.platform !== "win32";
}

/**
 * Whether the environment has the secret or the federated token of an application. With other ways of signing in,
 * azurerm would ask Entra for a token for the endpoint's own address.
 */
function signsInWithSecret(env: Console["env"]): boolean {
  const hasProof = ["ARM_CLIENT_SECRET", "ARM_OIDC_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"].some(
    (name) => env[name],
  );
  return Boolean(env["ARM_CLIENT_ID"]) && hasProof;
}

function ownVariables(endpoints: Endpoints): Record<string, string> {
  return {
    CSP_BASELINE_ARM_ENDPOINT: endpoints.arm,
    CSP_BASELINE_ARM_AUDIENCE: endpoints.armAudience,
    CSP_BASELINE_GRAPH_ENDPOINT: endpoints.graph,
    CSP_BASELINE_GRAPH_AUDIENCE: endpoints.graphAudience,
    CSP_BASELINE_PARTNER_CENTER_ENDPOINT: endpoints.partnerCenter,
    CSP_BASELINE_PARTNER_CENTER_AUDIENCE: endpoints.partnerCenterAudience,
  };
}

/** azapi takes each address separately. azurerm ignores these. */
function azapiVariables(endpoints: Endpoints, authority: string, bundleFile: string): Record<string, string> {
  return {
    ARM_RESOURCE_MANAGER_ENDPOINT: endpoints.arm,
    ARM_RESOURCE_MANAGER_AUDIENCE: endpoints.armAudience,
    ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST: `${authority.replace(/\/+$/, "")}/`,
    SSL_CERT_FILE: bundleFile,
  };
}
