import type { Clock } from "./clock.ts";

/** Lets requests through no faster than a service takes them. */
export interface Limit {
  /** Resolves when one more request may be sent. */
  take(): Promise<void>;
  /** Lets nothing through for a while: the service said so. */
  pause(milliseconds: number): void;
}

/** Whoever waits goes in the order of asking. */
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

  /** How long the next request has to wait, in milliseconds. */
  protected abstract wait(now: number): number;
  protected abstract spend(now: number): void;
}

/**
 * A bucket of tokens that refills steadily: how ARM limits the reads of a principal in a subscription, 250 at once and
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
 * At most so many requests in any stretch of time of this length: how Azure Resource Graph limits a principal, 15 in 5
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
