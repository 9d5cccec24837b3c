import type { Failure, FailureKind } from "./failure.ts";

/** Clock and random numbers, replaceable in tests. */
export interface Waiting {
  /** Milliseconds since the epoch. */
  now(): number;
  /** From 0 up to but not including 1. */
  random(): number;
  /** Resolves after the time, or at once when the signal aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

interface Policy {
  /** The total number of tries. */
  readonly attempts: number;
  /** The delay before the second try in milliseconds; doubled for each further one. */
  readonly first: number;
  readonly longest: number;
}

const POLICIES: Partial<Record<FailureKind, Policy>> = {
  // ARM refills a subscription's bucket within seconds; a tenant's takes minutes under load.
  throttled: { attempts: 7, first: 5_000, longest: 120_000 },
  transient: { attempts: 5, first: 2_000, longest: 60_000 },
  providers: { attempts: 3, first: 2_000, longest: 10_000 },
  // Another run's apply takes minutes at most; a lock that lasts longer was left behind.
  locked: { attempts: 6, first: 10_000, longest: 60_000 },
};

/**
 * Returns the delay before the next try in milliseconds; undefined for no further try. The delay grows exponentially,
 * and half of it is random, so that stacks that were throttled together do not retry together.
 * @param tried the number of failures of this kind, from 1
 */
export function waitBefore(failure: Failure, tried: number, random: () => number): number | undefined {
  const policy = POLICIES[failure.kind];
  if (policy === undefined || tried >= policy.attempts) return undefined;
  const exponential = Math.min(policy.longest, policy.first * 2 ** (tried - 1));
  const jittered = exponential * (0.5 + random() / 2);
  // Never sooner than Azure asks, but a run does not wait for an hour.
  return Math.max(jittered, Math.min(failure.retryAfter ?? 0, policy.longest * 2));
}

/** Returns the system's clock and random numbers. */
export function realWaiting(): Waiting {
  return {
    now: Date.now,
    random: Math.random,
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const done = () => {
          clearTimeout(timer);
          signal.removeEventListener("abort", done);
          resolve();
        };
        const timer = setTimeout(done, milliseconds);
        signal.addEventListener("abort", done);
      }),
  };
}
