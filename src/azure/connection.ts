import { member, textMember } from "../text/json.ts";
import { pagesFrom, type Service, type ServiceOptions, serviceOf } from "./client.ts";
import { AzureFailure } from "./failure.ts";
import { Throttle } from "./throttle.ts";

/** A page of Azure Resource Graph's answer. */
interface GraphPage {
  readonly rows: readonly unknown[];
  readonly skipToken: string | undefined;
  /** Why the answer is incomplete when no token leads to the rest. */
  readonly cut: string | undefined;
}

/** The requests that an identity signed in to a tenant can send to Azure. Every failure is an {@link AzureFailure}. */
export interface AzureConnection {
  /** The tenant of the sign-in. */
  readonly tenantId: string;
  readonly throttle: Throttle;
  /** `GET /subscriptions`, page by page. */
  subscriptions(): AsyncIterable<readonly unknown[]>;
  /** Queries Azure Resource Graph: these subscriptions, or all visible ones. */
  query(query: string, subscriptions?: readonly string[], skipToken?: string): Promise<GraphPage>;
  /** Returns all pages of a list of ARM: `/subscriptions/.../providers/...?api-version=...`. */
  list(path: string): Promise<readonly unknown[]>;
  /** Partner Center, with the same identity. */
  readonly partnerCenter: Pick<Service, "get">;
}

const SUBSCRIPTIONS = "/subscriptions?api-version=2022-12-01";
const RESOURCE_GRAPH = "/providers/Microsoft.ResourceGraph/resources?api-version=2021-06-01-preview";
const GRAPH_ROWS = 1000;
/** ARM answers within a minute, or with its own time-out. Its rates are per minute and per hour. */
const ARM = { retries: 6, longestWait: 3600, timeout: 120_000, maxBytes: 64 * 1024 * 1024 };

/** Connects to Azure. Loads the SDK's HTTP client now; sends no request yet. */
export async function connect(options: ServiceOptions): Promise<AzureConnection> {
  const { tenantId, throttle = new Throttle() } = options;
  const [arm, partnerCenter] = await Promise.all([
    serviceOf("arm", { ...ARM, ...options, throttle }),
    serviceOf("partnerCenter", { retries: ARM.retries, ...options }),
  ]);
  const pages = (path: string) =>
    pagesFrom(path, {
      read: (place) => arm.get(place),
      items: (body) => member(body, "value"),
      next: (body) => textMember(body, "nextLink") || undefined,
    });
  return {
    tenantId,
    throttle,
    partnerCenter,
    subscriptions: () => pages(SUBSCRIPTIONS),
    query: async (query, subscriptions, $skipToken) => {
      const { body, header } = await arm.send({
        method: "POST",
        path: RESOURCE_GRAPH,
        repeatable: true,
        body: {
          query,
          subscriptions,
          options: {
            resultFormat: "objectArray",
            $top: GRAPH_ROWS,
            $skipToken,
            ...(subscriptions === undefined ? { allowPartialScopes: true } : {}),
          },
        },
      });
      const limitHit = header("x-ms-tenant-subscription-limit-hit")?.toLowerCase() === "true";
      return graphPage(body, limitHit);
    },
    list: async (path) => {
      const found: unknown[] = [];
      for await (const page of pages(path)) found.push(...page);
      return found;
    },
  };
}

function graphPage(body: unknown, limitHit: boolean): GraphPage {
  const rows = member(body, "data");
  if (!Array.isArray(rows)) throw new AzureFailure("its answer has no rows");
  const skipToken = textMember(body, "$skipToken");
  const isTruncated =
    textMember(body, "resultTruncated")?.toLowerCase() === "true" && skipToken === undefined;
  const cut = limitHit
    ? "it answered for the first 10,000 subscriptions only"
    : isTruncated
      ? "it cut its answer off"
      : undefined;
  return { rows, skipToken, cut };
}
