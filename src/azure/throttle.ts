import { subscriptionInId } from "../evidence/arm/index.ts";
import { type Clock, MACHINE_CLOCK } from "./clock.ts";
import { type Limit, SlidingWindow, TokenBucket } from "./limits.ts";

/** The number of requests so far. */
export interface RequestCounts {
  sent: number;
  /** Answered with 429. Each is sent again after the time that Azure requests. */
  throttled: number;
}

/** The part of an answer that the throttle needs, of the SDK or of fetch. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: { get(name: string): string | null | undefined };
}

/** Slightly below Azure's limits, because of network delays and other users of the same principal. */
const SUBSCRIPTION_READS = { capacity: 225, perSecond: 22.5 };
const GRAPH = { queries: 15, milliseconds: 5500 };
const TENANT_READS = { capacity: 225, perSecond: 22.5 };
/** The pause when Azure throttles without a Retry-After header. */
const UNNAMED_PAUSE_SECONDS = 5;

/** Keeps one principal's requests below Azure's limits, and counts them. */
export class Throttle {
  readonly counts: RequestCounts = { sent: 0, throttled: 0 };
  readonly #clock: Clock;
  readonly #graph: Limit;
  readonly #tenant: Limit;
  readonly #subscriptions = new Map<string, Limit>();

  constructor(clock: Clock = MACHINE_CLOCK) {
    this.#clock = clock;
    this.#graph = new SlidingWindow(GRAPH.queries, GRAPH.milliseconds, clock);
    this.#tenant = new TokenBucket(TENANT_READS.capacity, TENANT_READS.perSecond, clock);
  }

  /** Sends a request when the limits allow it. */
  async send<Answer extends AnswerHead>(url: string, request: () => Promise<Answer>): Promise<Answer> {
    const limit = this.#limitOf(new URL(url).pathname);
    await limit.take();
    this.counts.sent += 1;
    const answer = await request();
    this.#heed(answer, limit);
    return answer;
  }

  /** Removes a subscription that needs no more requests. */
  release(subscriptionId: string): void {
    this.#subscriptions.delete(subscriptionId);
  }

  #limitOf(path: string): Limit {
    if (/^\/providers\/microsoft\.resourcegraph\//i.test(path)) return this.#graph;
    const subscriptionId = subscriptionInId(path);
    if (subscriptionId === undefined) return this.#tenant;
    const { capacity, perSecond } = SUBSCRIPTION_READS;
    const limit =
      this.#subscriptions.get(subscriptionId) ?? new TokenBucket(capacity, perSecond, this.#clock);
    this.#subscriptions.set(subscriptionId, limit);
    return limit;
  }

  #heed({ headers, status }: AnswerHead, limit: Limit): void {
    if (status === 429) {
      this.counts.throttled += 1;
      limit.pause(1000 * retryAfterSeconds(headers.get("retry-after")));
    }
    if (headers.get("x-ms-user-quota-remaining") === "0") {
      limit.pause(1000 * secondsOfTime(headers.get("x-ms-user-quota-resets-after")));
    }
  }
}

/** Returns seconds, from a number or from a date. */
function retryAfterSeconds(header: string | null | undefined): number {
  const seconds = Number(header || Number.NaN);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds;
  const until = Date.parse(header ?? "") - Date.now();
  return Number.isFinite(until) ? Math.max(0, until / 1000) : UNNAMED_PAUSE_SECONDS;
}

/** Returns the seconds of `00:00:05`. */
function secondsOfTime(header: string | null | undefined): number {
  const [, hours, minutes, seconds] = /^(\d\d):(\d\d):(\d\d)/.exec(header ?? "") ?? [];
  return hours === undefined
    ? UNNAMED_PAUSE_SECONDS
    : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
