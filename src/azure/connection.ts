import type { TokenCredential } from "@azure/identity";
import { member } from "../evidence/json.ts";
import type { Endpoints } from "./endpoints.ts";
import { AzureFailure, answerFailure, azureFailure } from "./failure.ts";
import { Throttle } from "./throttle.ts";

/** One answer of Azure Resource Graph. */
export interface GraphPage {
  readonly rows: readonly unknown[];
  readonly skipToken: string | undefined;
  /** That there is more, which nothing leads to. */
  readonly cut: string | undefined;
}

/**
 * Somebody who is signed in to a tenant, and what can be asked of Azure for them. Whatever fails is an
 * {@link AzureFailure}; what Azure refuses for the rate is asked again when it says.
 */
export interface AzureConnection {
  /** The tenant that is signed in to. */
  readonly tenantId: string;
  readonly throttle: Throttle;
  /** `GET /subscriptions`, page by page. */
  subscriptions(): AsyncIterable<readonly unknown[]>;
  /** A query of Azure Resource Graph: of these subscriptions, or of all that can be seen. */
  query(query: string, subscriptions?: readonly string[], skipToken?: string): Promise<GraphPage>;
  /** All pages of a list of ARM: `/subscriptions/.../providers/...?api-version=...`. */
  list(path: string): Promise<readonly unknown[]>;
  /**
   * What another of Microsoft's services answers to a GET.
   * @param audience of the token that it is asked with
   */
  get(url: string, audience: string, headers?: Readonly<Record<string, string>>): Promise<unknown>;
}

export interface ConnectOptions {
  readonly endpoints: Endpoints;
  readonly tenantId: string;
  readonly credential: TokenCredential;
  /** @default one for every connection */
  readonly throttle?: Throttle;
  /** How often a request is sent again that Azure refuses for the rate, or does not answer. @default 6 */
  readonly retries?: number;
  /** PEM of an authority to trust besides; NODE_EXTRA_CA_CERTS does it for the whole process. */
  readonly certificateAuthority?: string;
}

const MAX_PAGES = 1000;
const GRAPH_ROWS = 1000;

/** Connects with Azure's own SDKs, which are loaded only now. Nothing is asked yet. */
export async function connect(options: ConnectOptions): Promise<AzureConnection> {
  const { endpoints, tenantId, throttle = new Throttle() } = options;
  const [{ ResourceGraphClient }, { SubscriptionClient }, pipelines] = await Promise.all([
    import("@azure/arm-resourcegraph"),
    import("@azure/arm-resources-subscriptions"),
    import("@azure/core-rest-pipeline"),
  ]);
  const credential: TokenCredential = {
    getToken: (scopes, more) => options.credential.getToken(scopes, { ...more, tenantId }),
  };
  const pipelineOptions = {
    retryOptions: { maxRetries: options.retries ?? 6, maxRetryDelayInMs: 60_000 },
    // A redirection would take the request elsewhere.
    redirectOptions: { maxRetries: 0 },
    ...(options.certificateAuthority === undefined
      ? {}
      : { tlsOptions: { ca: options.certificateAuthority } }),
  };
  const clientOptions = {
    ...pipelineOptions,
    endpoint: endpoints.arm,
    $host: endpoints.arm,
    credentialScopes: `${endpoints.armAudience}/.default`,
    additionalPolicies: [throttlePolicy(throttle)],
  };
  const arm = new SubscriptionClient(credential, clientOptions);
  const graph = new ResourceGraphClient(credential, clientOptions);

  const others = pipelines.createPipelineFromOptions(pipelineOptions);
  const http = pipelines.createDefaultHttpClient();

  const page = async (url: string) => {
    const { bodyAsText, status } = await arm.sendRequest(
      pipelines.createPipelineRequest({ url, method: "GET" }),
    );
    if (status !== 200) throw answerFailure(status, errorBody(bodyAsText));
    const body = parsedBody(bodyAsText);
    const value = member(body, "value");
    if (!Array.isArray(value)) throw new AzureFailure("its answer has no list", status);
    return { value, next: member(body, "nextLink") };
  };

  return {
    tenantId,
    throttle,
    subscriptions: async function* () {
      try {
        yield* arm.subscriptions.list().byPage();
      } catch (error) {
        throw azureFailure(error);
      }
    },
    query: async (query, subscriptions, skipToken) => {
      let limitHit = false;
      const request = {
        query,
        ...(subscriptions === undefined ? {} : { subscriptions: [...subscriptions] }),
        options: {
          resultFormat: "objectArray" as const,
          top: GRAPH_ROWS,
          ...(skipToken === undefined ? {} : { skipToken }),
          ...(subscriptions === undefined ? { allowPartialScopes: true } : {}),
        },
      };
      try {
        const answer = await graph.resources(request, {
          onResponse: ({ headers }) => {
            limitHit = headers.get("x-ms-tenant-subscription-limit-hit")?.toLowerCase() === "true";
          },
        });
        return graphPage(answer, limitHit);
      } catch (error) {
        throw azureFailure(error);
      }
    },
    list: async (path) => {
      const found: unknown[] = [];
      let url: string | undefined = `${endpoints.arm}${path}`;
      try {
        for (let pages = 0; url !== undefined; pages += 1) {
          if (pages >= MAX_PAGES) throw new AzureFailure(`its list has more than ${MAX_PAGES} pages`);
          const { next, value } = await page(url);
          found.push(...value);
          url = nextUrl(next, endpoints.arm);
        }
        return found;
      } catch (error) {
        throw azureFailure(error);
      }
    },
    get: async (url, audience, headers = {}) => {
      try {
        const token = await credential.getToken(`${audience}/.default`);
        if (token === null) throw new AzureFailure("nobody is signed in");
        const authorized = { ...headers, Accept: "application/json", Authorization: `Bearer ${token.token}` };
        const request = pipelines.createPipelineRequest({
          url,
          method: "GET",
          headers: pipelines.createHttpHeaders(authorized),
        });
        const { bodyAsText, status } = await others.sendRequest(http, request);
        if (status !== 200) throw answerFailure(status, errorBody(bodyAsText));
        return parsedBody(bodyAsText);
      } catch (error) {
        throw azureFailure(error);
      }
    },
  };
}

/** Every try of a request waits its turn; a refusal that names no time gets one, which makes the SDK try again. */
function throttlePolicy(throttle: Throttle) {
  type Policy = import("@azure/core-rest-pipeline").PipelinePolicy;
  const policy: Policy = {
    name: "cspBaselineThrottle",
    sendRequest: async (request, next) => {
      const answer = await throttle.send(request.url, () => next(request));
      if (answer.status === 429 && !answer.headers.has("retry-after")) answer.headers.set("retry-after", "5");
      return answer;
    },
  };
  return { policy, position: "perRetry" as const };
}

function graphPage(
  answer: { data: unknown; skipToken?: string; resultTruncated: string },
  limitHit: boolean,
): GraphPage {
  const { data, skipToken } = answer;
  // The SDK makes a map of the list: { 0: row, 1: row }.
  if (typeof data !== "object" || data === null) throw new AzureFailure("its answer has no rows");
  const isTruncated = answer.resultTruncated.toLowerCase() === "true" && skipToken === undefined;
  const cut = limitHit
    ? "it answered for the first 10,000 subscriptions only"
    : isTruncated
      ? "it cut its answer off"
      : undefined;
  return { rows: Object.values(data), skipToken, cut };
}

/** A link to the next page, which must not lead the token elsewhere. */
function nextUrl(next: unknown, endpoint: string): string | undefined {
  if (typeof next !== "string" || next === "") return undefined;
  const url = URL.canParse(next, endpoint) ? new URL(next, endpoint) : undefined;
  if (url?.origin !== new URL(endpoint).origin) {
    throw new AzureFailure("its next page is said to be on another server");
  }
  return url.href;
}

/** Some answers begin with a byte order mark. */
function parsedBody(text: string | null | undefined): unknown {
  try {
    return JSON.parse((text ?? "").replace(/^\ufeff/, ""));
  } catch {
    throw new AzureFailure("its answer is not JSON");
  }
}

/** Errors need not be JSON: a gateway writes HTML. */
function errorBody(text: string | null | undefined): unknown {
  try {
    return JSON.parse((text ?? "").replace(/^\ufeff/, ""));
  } catch {
    return undefined;
  }
}
