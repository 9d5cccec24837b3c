import type { Clock } from "./clock.ts";

/** Limits the rate of requests to that of a service. */
export interface Limit {
  /** Resolves when one more request may be sent. */
  take(): Promise<void>;
  /** Stops requests for a while, because the service asked for it. */
  pause(milliseconds: number): void;
}

/** Serves waiting requests in the order of their arrival. */
abstract class Queue implements Limit {
  protected readonly clock: Clock;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  #last: Promise<void> = Promise.resolve();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  take(): Promise<void> {
    const turn = this.#last.then(() => this.#next());
    this.#last = turn;
    return turn;
  }

  pause(milliseconds: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.clock.now() + milliseconds);
  }

  async #next(): Promise<void> {
    for (;;) {
      const now = this.clock.now();
      const wait = Math.max(this.#pausedUntil - now, this.wait(now));
      if (wait <= 0) break;
      await this.clock.sleep(Math.ceil(wait));
    }
    this.spend(this.clock.now());
  }

  /** Returns how long the next request must wait, in milliseconds. */
  protected abstract wait(now: number): number;
  protected abstract spend(now: number): void;
}

/**
 * A token bucket that refills steadily. ARM limits the reads of a principal in a subscription this way: 250 at once and
 * 25 a second. https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
 */
export class TokenBucket extends Queue {
  readonly #capacity: number;
  readonly #perSecond: number;
  #tokens: number;
  #at: number;

  constructor(capacity: number, perSecond: number, clock: Clock) {
    super(clock);
    this.#capacity = capacity;
    this.#perSecond = perSecond;
    this.#tokens = capacity;
    this.#at = clock.now();
  }

  protected override wait(now: number): number {
    this.#tokens = Math.min(this.#capacity, this.#tokens + ((now - this.#at) / 1000) * this.#perSecond);
    this.#at = now;
    return this.#tokens >= 1 ? 0 : ((1 - this.#tokens) / this.#perSecond) * 1000;
  }

  protected override spend(): void {
    this.#tokens -= 1;
  }
}

/**
 * At most so many requests in any period of this length. Azure Resource Graph limits a principal this way: 15 in 5
 * seconds. https://learn.microsoft.com/azure/governance/resource-graph/concepts/guidance-for-throttled-requests
 */
export class SlidingWindow extends Queue {
  readonly #limit: number;
  readonly #milliseconds: number;
  readonly #sent: number[] = [];

  constructor(limit: number, milliseconds: number, clock: Clock) {
    super(clock);
    this.#limit = limit;
    this.#milliseconds = milliseconds;
  }

  protected override wait(now: number): number {
    const oldest = this.#sent[this.#sent.length - this.#limit];
    return oldest === undefined ? 0 : oldest + this.#milliseconds - now;
  }

  protected override spend(now: number): void {
    this.#sent.push(now);
    if (this.#sent.length > this.#limit) this.#sent.shift();
  }
}
