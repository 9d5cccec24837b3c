/** How fast somebody may ask: so many requests at once, and so many a second from then on. */
export interface RateLimit {
  readonly capacity: number;
  readonly perSecond: number;
}

/** ARM's kind of limit: a bucket that refills evenly; a request takes a token or is refused. */
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
   * @returns how many requests are let through
   */
  take(requests: number, now: number): number {
    const { capacity, perSecond } = this.#limit;
    this.#tokens = Math.min(capacity, this.#tokens + (now - this.#filled) * perSecond);
    this.#filled = now;
    const taken = Math.min(requests, Math.floor(this.#tokens));
    this.#tokens -= taken;
    return taken;
  }

  /** What is left, as of the last {@link take}. */
  get tokens(): number {
    return this.#tokens;
  }

  /** The `Retry-After` of a refusal: whole seconds until so many tokens are there, at least 1. */
  retryAfter(requests: number): number {
    const missing = Math.min(requests, this.#limit.capacity) - this.#tokens;
    return Math.max(1, Math.ceil(missing / this.#limit.perSecond));
  }
}
