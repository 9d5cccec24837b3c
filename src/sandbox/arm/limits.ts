import { accessClaims } from "../entra/token.ts";
import { type Area, bearerToken, type Reply, type Request } from "../http.ts";

/** So many requests at once, and so many a second from then on. */
interface Rate {
  readonly capacity: number;
  readonly perSecond: number;
}

/**
 * For each principal: by subscription, and for what belongs to none; Resource Graph has its own.
 * https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
 * https://learn.microsoft.com/azure/governance/resource-graph/concepts/guidance-for-throttled-requests
 */
const READS: Rate = { capacity: 250, perSecond: 25 };
const WRITES: Rate = { capacity: 200, perSecond: 10 };
const GRAPH: Rate = { capacity: 15, perSecond: 3 };

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** ARM's limits on the rate of requests: what is above them is answered with 429 and `Retry-After`. */
export class ArmLimits implements Area {
  readonly #buckets = new Map<string, Bucket>();
  readonly #milliseconds: () => number;

  /** @param milliseconds a clock that only goes forward */
  constructor(milliseconds: () => number = () => performance.now()) {
    this.#milliseconds = milliseconds;
  }

  answer(request: Request): Reply | undefined {
    const { method, path } = request;
    const isGraph = /^\/providers\/microsoft\.resourcegraph\//i.test(path);
    const [, subscription] = /^\/subscriptions\/([^/]+)/i.exec(path) ?? [];
    if (
      !isGraph &&
      subscription === undefined &&
      !/^\/(?:subscriptions|providers|tenants)(?:\/|$)/i.test(path)
    )
      return undefined;
    const kind = isGraph ? "graph" : method === "GET" || method === "HEAD" ? "reads" : "writes";
    const rate = kind === "graph" ? GRAPH : kind === "reads" ? READS : WRITES;
    const caller = accessClaims(bearerToken(request) ?? "")?.appId ?? "";
    const seconds = this.#take(`${caller} ${kind} ${subscription?.toLowerCase() ?? ""}`, rate);
    if (seconds === 0) return undefined;
    return {
      status: 429,
      headers: { "retry-after": String(seconds) },
      body: {
        error: { code: "TooManyRequests", message: `Too many requests. Try again after ${seconds} s.` },
      },
    };
  }

  /** @returns 0 when the request may pass, or the seconds to wait */
  #take(key: string, { capacity, perSecond }: Rate): number {
    const now = this.#milliseconds();
    const bucket = this.#buckets.get(key) ?? { tokens: capacity, filledAt: now };
    bucket.tokens = Math.min(capacity, bucket.tokens + ((now - bucket.filledAt) / 1000) * perSecond);
    bucket.filledAt = now;
    this.#buckets.set(key, bucket);
    if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
    bucket.tokens -= 1;
    return 0;
  }
}
