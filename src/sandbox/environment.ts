import { DEPLOYER_CLIENT_ID } from "./directory.ts";
import { REFRESH_TOKEN } from "./entra/entra.ts";
import { GITHUB_REQUEST_TOKEN, GITHUB_TOKEN_REQUEST } from "./entra/github-oidc.ts";
import { GRAPH_AUDIENCE_PATH, PARTNER_CENTER_AUDIENCE_PATH } from "./partner/caller.ts";

export interface EnvironmentProps {
  readonly port: number;
  /** The sign-in tenant when a stack sets none. */
  readonly tenantId: string;
  /** For Go: replaces the system's roots. */
  readonly bundleFile: string;
  /** For Node: adds to its roots. */
  readonly extraCertificatesFile: string;
}

/** Matches variables of other sign-in methods, which must not reach the sandbox. */
const FOREIGN =
  /^(ARM_|AZURE_|AZURERM_|ACTIONS_ID_TOKEN_|SYSTEM_OIDC|SYSTEM_ACCESSTOKEN$|AZURESUBSCRIPTION_|CSP_BASELINE_PARTNER_|CSP_BASELINE_GRAPH_)/i;

/**
 * Returns the variables that direct azurerm and azapi to the sandbox. azurerm finds every endpoint from one host name,
 * azapi needs each. The first five are required. Tested with azurerm 4.55.0 and 4.73.0, azapi 2.12.0.
 */
export function sandboxEnvironment(props: EnvironmentProps): Readonly<Record<string, string>> {
  const { bundleFile, extraCertificatesFile, port, tenantId } = props;
  const host = `127.0.0.1:${port}`;
  const origin = `https://${host}`;
  return {
    ARM_METADATA_HOSTNAME: host,
    ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST: `${origin}/`,
    ARM_RESOURCE_MANAGER_ENDPOINT: origin,
    ARM_RESOURCE_MANAGER_AUDIENCE: origin,
    ARM_DISABLE_INSTANCE_DISCOVERY: "true",
    ARM_TENANT_ID: tenantId,
    ARM_CLIENT_ID: DEPLOYER_CLIENT_ID,
    ARM_CLIENT_SECRET: "sandbox",
    ARM_USE_CLI: "false",
    // For ARM_USE_OIDC=true, as in a GitHub job.
    ACTIONS_ID_TOKEN_REQUEST_URL: `${origin}${GITHUB_TOKEN_REQUEST}`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: GITHUB_REQUEST_TOKEN,
    CSP_BASELINE_GRAPH_ENDPOINT: origin,
    CSP_BASELINE_GRAPH_AUDIENCE: `${origin}${GRAPH_AUDIENCE_PATH}`,
    CSP_BASELINE_PARTNER_CENTER_ENDPOINT: origin,
    CSP_BASELINE_PARTNER_CENTER_AUDIENCE: `${origin}${PARTNER_CENTER_AUDIENCE_PATH}`,
    CSP_BASELINE_PARTNER_REFRESH_TOKEN: REFRESH_TOKEN,
    SSL_CERT_FILE: bundleFile,
    NODE_EXTRA_CA_CERTS: extraCertificatesFile,
    CSP_BASELINE_SANDBOX: origin,
  };
}

/** Returns the names of variables that a shell should unset before it uses the sandbox. */
export function foreignVariables(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.keys(env)
    .filter((name) => FOREIGN.test(name))
    .sort();
}

/** Returns a process's environment for the sandbox, without any other sign-in method for Azure. */
export function insideSandbox(
  env: Readonly<Record<string, string | undefined>>,
  sandbox: Readonly<Record<string, string>>,
): Record<string, string | undefined> {
  const foreign = new Set(foreignVariables(env));
  const kept = Object.entries(env).filter(([name]) => !foreign.has(name));
  return { ...Object.fromEntries(kept), ...sandbox };
}
