import { address, EndpointError, type Endpoints, endpointsOf } from "../azure/endpoints.ts";

/** Where the partner's own services are. */
export interface PartnerEndpoints extends Endpoints {
  /** Microsoft Graph, without a version. */
  readonly graph: string;
  readonly graphAudience: string;
  readonly graphVersion: GraphVersion;
  /** Microsoft Entra. */
  readonly authority: string;
}

/** The partner security API was in beta only when this was written; the other is asked where the first does not have it. */
export type GraphVersion = "beta" | "v1.0";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * As `endpointsOf`, with `CSP_BASELINE_GRAPH_ENDPOINT`, `CSP_BASELINE_GRAPH_AUDIENCE` and `CSP_BASELINE_GRAPH_VERSION` (`beta`
 * unless told).
 * @throws {EndpointError} when one is no https address, or the version none of Graph's
 */
export function partnerEndpointsOf(env: Env): PartnerEndpoints {
  const endpoints = endpointsOf(env);
  const graph = address(env["CSP_BASELINE_GRAPH_ENDPOINT"] || "https://graph.microsoft.com");
  return {
    ...endpoints,
    authority: endpoints.authority ?? "https://login.microsoftonline.com",
    graph,
    graphAudience: (env["CSP_BASELINE_GRAPH_AUDIENCE"] || graph).replace(/\/+$/, ""),
    graphVersion: versionOf(env["CSP_BASELINE_GRAPH_VERSION"] || "beta"),
  };
}

function versionOf(text: string): GraphVersion {
  if (text === "beta" || text === "v1.0") return text;
  const found = JSON.stringify(text.slice(0, 40));
  throw new EndpointError(`CSP_BASELINE_GRAPH_VERSION must be beta or v1.0, got ${found}`);
}
