/** Where Azure is: the public cloud, another one, or something that stands in for it. */
export interface Endpoints {
  /** Azure Resource Manager, without a slash at the end. */
  readonly arm: string;
  /** What tokens for ARM are asked for. */
  readonly armAudience: string;
  /** Microsoft Entra; undefined: as `AZURE_AUTHORITY_HOST` says, or the public cloud. */
  readonly authority: string | undefined;
  readonly partnerCenter: string;
  readonly partnerCenterAudience: string;
}

const PUBLIC_ARM = "https://management.azure.com";
const PUBLIC_PARTNER_CENTER = "https://api.partnercenter.microsoft.com";

type Env = Readonly<Record<string, string | undefined>>;

/** An address that cannot be used; the message is for a person. */
export class EndpointError extends Error {}

/**
 * Azure's endpoints, as the environment says: `CSP_BASELINE_ARM_ENDPOINT`, `CSP_BASELINE_ARM_AUDIENCE`,
 * `CSP_BASELINE_PARTNER_CENTER_ENDPOINT` and `_AUDIENCE`, `AZURE_AUTHORITY_HOST`; where these are silent, what the
 * Terraform providers read (`ARM_RESOURCE_MANAGER_ENDPOINT`, `ARM_RESOURCE_MANAGER_AUDIENCE`,
 * `ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST`), which is what the sandbox sets.
 *
 * @throws {EndpointError} when one is no https address: tokens are sent there
 */
export function endpointsOf(env: Env): Endpoints {
  const first = (...names: readonly string[]) => names.map((name) => env[name]).find((value) => value);
  const arm = address(first("CSP_BASELINE_ARM_ENDPOINT", "ARM_RESOURCE_MANAGER_ENDPOINT") ?? PUBLIC_ARM);
  const partnerCenter = address(first("CSP_BASELINE_PARTNER_CENTER_ENDPOINT") ?? PUBLIC_PARTNER_CENTER);
  const authority = first("AZURE_AUTHORITY_HOST", "ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST");
  return {
    arm,
    armAudience: trimmed(first("CSP_BASELINE_ARM_AUDIENCE", "ARM_RESOURCE_MANAGER_AUDIENCE") ?? arm),
    authority: authority === undefined ? undefined : address(authority),
    partnerCenter,
    partnerCenterAudience: trimmed(first("CSP_BASELINE_PARTNER_CENTER_AUDIENCE") ?? partnerCenter),
  };
}

/** @throws {EndpointError} when it is no https address */
export function address(text: string): string {
  const isHttps = URL.canParse(text) && new URL(text).protocol === "https:";
  if (!isHttps) throw new EndpointError(`${JSON.stringify(text.slice(0, 200))} is no https address`);
  return trimmed(text);
}

function trimmed(text: string): string {
  return text.replace(/\/+$/, "");
}
