import { waitBefore } from "../../src/runner/back-off.ts";
import type { Assumptions, TerraformRun } from "./assumptions.ts";
import type { Clock, Process } from "./clock.ts";
import { TokenBucket } from "./token-bucket.ts";

/** Requests, each counted once, and additionally the 429 responses. */
export interface Traffic {
  readonly metadata: number;
  readonly tokens: number;
  readonly reads: number;
  readonly writes: number;
  readonly throttled: number;
  /** The most token requests in one second. */
  readonly busiestSecondOfTokens: number;
}

/** Whether a run of Terraform received all its answers. */
export interface Answers {
  complete: boolean;
}

/** ARM and Entra as seen by one tenant and one principal. */
export class Azure {
  readonly #clock: Clock;
  readonly #world: Assumptions;
  readonly #tenant: TokenBucket;
  readonly #entra: TokenBucket | undefined;
  readonly #subscriptions = new Map<string, { readonly reads: TokenBucket; readonly writes: TokenBucket }>();
  readonly #tokensBySecond = new Map<number, number>();
  readonly #counts = { metadata: 0, tokens: 0, reads: 0, writes: 0, throttled: 0 };

  constructor(clock: Clock, world: Assumptions) {
    this.#clock = clock;
    this.#world = world;
    this.#tenant = new TokenBucket(world.tenantReads);
    this.#entra = world.entra === undefined ? undefined : new TokenBucket(world.entra);
  }

  /**
   * Serves all requests of one run of Terraform. A throttled request waits as long as requested and is sent again.
   * @param answers updated when the provider fails
   */
  *serve(subscription: string, run: TerraformRun, answers: Answers): Process {
    const { entraRetryAfter, readSeconds, tenantReadsPerRun, writeSeconds } = this.#world;
    const { reads, writes } = this.#subscription(subscription);
    this.#counts.metadata += run.metadata;
    if (run.metadata > 0) yield readSeconds;
    const tokens = { bucket: this.#entra, seconds: readSeconds, retryAfter: entraRetryAfter, answers };
    yield* this.#ask("tokens", run.tokens, tokens);
    yield* this.#ask("reads", tenantReadsPerRun, { bucket: this.#tenant, seconds: readSeconds, answers });
    yield* this.#ask("reads", run.reads, { bucket: reads, seconds: readSeconds, answers });
    yield* this.#ask("writes", run.writes, { bucket: writes, seconds: writeSeconds, answers });
  }

  traffic(): Traffic {
    let busiest = 0;
    for (const count of this.#tokensBySecond.values()) busiest = Math.max(busiest, count);
    return { ...this.#counts, busiestSecondOfTokens: busiest };
  }

  *#ask(
    kind: "tokens" | "reads" | "writes",
    requests: number,
    { answers, bucket, retryAfter, seconds }: Asking,
  ): Process {
    let left = requests;
    let refusals = 0;
    while (left > 0 && answers.complete) {
      const asked = Math.min(left, this.#world.requestsAtOnce);
      const answered = bucket === undefined ? asked : bucket.take(asked, this.#clock.now);
      this.#counts[kind] += answered;
      if (kind === "tokens") this.#noteTokens(answered);
      left -= answered;
      if (answered > 0) refusals = 0;
      yield seconds;
      if (bucket === undefined || answered === asked) continue;
      this.#counts.throttled += asked - answered;
      refusals += 1;
      if (refusals === this.#world.requestAttempts) answers.complete = false;
      else yield retryAfter ?? bucket.retryAfter(asked - answered);
    }
  }

  #noteTokens(count: number): void {
    const second = Math.floor(this.#clock.now);
    this.#tokensBySecond.set(second, (this.#tokensBySecond.get(second) ?? 0) + count);
  }

  #subscription(id: string) {
    let buckets = this.#subscriptions.get(id);
    if (buckets === undefined) {
      const { subscriptionReads, subscriptionWrites } = this.#world;
      buckets = { reads: new TokenBucket(subscriptionReads), writes: new TokenBucket(subscriptionWrites) };
      this.#subscriptions.set(id, buckets);
    }
    return buckets;
  }
}

interface Asking {
  readonly bucket: TokenBucket | undefined;
  readonly seconds: number;
  /** In seconds. @default - as long as the bucket needs */
  readonly retryAfter?: number;
  readonly answers: Answers;
}

/** Returns the runner's own back-off in seconds; undefined when it fails. */
export function backOff(
  kind: "throttled" | "transient",
  tried: number,
  random: () => number,
): number | undefined {
  const milliseconds = waitBefore({ kind, message: "" }, tried, random);
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}
