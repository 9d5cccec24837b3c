/** The endpoints of Azure: the public cloud, another one, or a sandbox. */
export interface Endpoints {
  /** Azure Resource Manager, without a trailing slash. */
  readonly arm: string;
  /** The audience of tokens for ARM. */
  readonly armAudience: string;
  /** Microsoft Entra. Undefined: `AZURE_AUTHORITY_HOST`, or the public cloud. */
  readonly authority: string | undefined;
  /** Microsoft Graph, without a version. */
  readonly graph: string;
  readonly graphAudience: string;
  readonly graphVersion: GraphVersion;
  readonly partnerCenter: string;
  readonly partnerCenterAudience: string;
}

/**
 * Microsoft documents the partner security API in `beta`. A client tries the other version when the first does not have
 * it.
 */
export type GraphVersion = "beta" | "v1.0";

/** Microsoft Entra in the public cloud. */
export const PUBLIC_AUTHORITY = "https://login.microsoftonline.com";
const PUBLIC_ARM = "https://management.azure.com";
const PUBLIC_GRAPH = "https://graph.microsoft.com";
const PUBLIC_PARTNER_CENTER = "https://api.partnercenter.microsoft.com";

type Env = Readonly<Record<string, string | undefined>>;

/** An endpoint that cannot be used. The message is for people. */
export class EndpointError extends Error {
  override readonly name = "EndpointError";
}

/**
 * Reads the endpoints from the environment: `CSP_BASELINE_ARM_ENDPOINT`, `CSP_BASELINE_GRAPH_ENDPOINT` and
 * `CSP_BASELINE_PARTNER_CENTER_ENDPOINT`, each with `_AUDIENCE`; `CSP_BASELINE_GRAPH_VERSION` (`beta` or `v1.0`, default
 * `beta`); and `AZURE_AUTHORITY_HOST`. Where these are not set, it uses the variables of the Terraform providers
 * (`ARM_RESOURCE_MANAGER_ENDPOINT`, `ARM_RESOURCE_MANAGER_AUDIENCE`, `ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST`), which the
 * sandbox sets.
 *
 * @throws {EndpointError} when an address is not https, because tokens are sent there, or Graph has no such version
 */
export function endpointsOf(env: Env): Endpoints {
  const first = (...names: readonly string[]) => names.map((name) => env[name]).find((value) => value);
  const arm = address(first("CSP_BASELINE_ARM_ENDPOINT", "ARM_RESOURCE_MANAGER_ENDPOINT") ?? PUBLIC_ARM);
  const graph = address(first("CSP_BASELINE_GRAPH_ENDPOINT") ?? PUBLIC_GRAPH);
  const partnerCenter = address(first("CSP_BASELINE_PARTNER_CENTER_ENDPOINT") ?? PUBLIC_PARTNER_CENTER);
  const authority = first("AZURE_AUTHORITY_HOST", "ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST");
  return {
    arm,
    armAudience: trimmed(first("CSP_BASELINE_ARM_AUDIENCE", "ARM_RESOURCE_MANAGER_AUDIENCE") ?? arm),
    authority: authority === undefined ? undefined : address(authority),
    graph,
    graphAudience: trimmed(first("CSP_BASELINE_GRAPH_AUDIENCE") ?? graph),
    graphVersion: versionOf(first("CSP_BASELINE_GRAPH_VERSION") ?? "beta"),
    partnerCenter,
    partnerCenterAudience: trimmed(first("CSP_BASELINE_PARTNER_CENTER_AUDIENCE") ?? partnerCenter),
  };
}

function versionOf(text: string): GraphVersion {
  if (text === "beta" || text === "v1.0") return text;
  const found = JSON.stringify(text.slice(0, 40));
  throw new EndpointError(`CSP_BASELINE_GRAPH_VERSION must be beta or v1.0, got ${found}`);
}

/** @throws {EndpointError} unless it is an https address */
function address(text: string): string {
  const isHttps = URL.canParse(text) && new URL(text).protocol === "https:";
  if (!isHttps) throw new EndpointError(`${JSON.stringify(text.slice(0, 200))} is not an https address`);
  return trimmed(text);
}

function trimmed(text: string): string {
  return text.replace(/\/+$/, "");
}
