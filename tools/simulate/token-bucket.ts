/** A rate limit: a burst of requests, and then a number of requests per second. */
export interface RateLimit {
  readonly capacity: number;
  readonly perSecond: number;
}

/** ARM's kind of limit: a bucket that refills steadily. A request takes a token or is throttled. */
export class TokenBucket {
  readonly #limit: RateLimit;
  #tokens: number;
  #filled = 0;

  constructor(limit: RateLimit) {
    this.#limit = limit;
    this.#tokens = limit.capacity;
  }

  /**
   * Takes a token for as many of the requests as there are tokens.
   * @param now in seconds, never earlier than before
   * @returns the number of requests that are allowed
   */
  take(requests: number, now: number): number {
    const { capacity, perSecond } = this.#limit;
    this.#tokens = Math.min(capacity, this.#tokens + (now - this.#filled) * perSecond);
    this.#filled = now;
    const taken = Math.min(requests, Math.floor(this.#tokens));
    this.#tokens -= taken;
    return taken;
  }

  /** The remaining tokens after the last {@link take}. */
  get tokens(): number {
    return this.#tokens;
  }

  /** Returns the `Retry-After` of a throttled request: whole seconds until so many tokens are available, at least 1. */
  retryAfter(requests: number): number {
    const missing = Math.min(requests, this.#limit.capacity) - this.#tokens;
    return Math.max(1, Math.ceil(missing / this.#limit.perSecond));
  }
}
