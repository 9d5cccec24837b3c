import type { Failure, FailureKind } from "./failure.ts";

/** Time and chance, replaceable in tests. */
export interface Waiting {
  /** Milliseconds since the epoch. */
  now(): number;
  /** From 0 up to but not including 1. */
  random(): number;
  /** Resolves after the time, or at once when the signal aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

interface Policy {
  /** Tries in all. */
  readonly attempts: number;
  /** Before the second try; doubled before each further one. Milliseconds. */
  readonly first: number;
  readonly longest: number;
}

const POLICIES: Partial<Record<FailureKind, Policy>> = {
  // ARM refills a subscription's bucket within seconds; a tenant's under a storm takes minutes.
  throttled: { attempts: 7, first: 5_000, longest: 120_000 },
  transient: { attempts: 5, first: 2_000, longest: 60_000 },
  providers: { attempts: 3, first: 2_000, longest: 10_000 },
  // Another run's apply takes minutes at most; a lock that outlives this was left by somebody.
  locked: { attempts: 6, first: 10_000, longest: 60_000 },
};

/**
 * How long to wait before the next try, in milliseconds; undefined when there is to be none. Exponential, with half of
 * the time left to chance: stacks that were throttled together do not come back together.
 * @param tried how often it was tried and failed in this way, from 1
 */
export function waitBefore(failure: Failure, tried: number, random: () => number): number | undefined {
  const policy = POLICIES[failure.kind];
  if (policy === undefined || tried >= policy.attempts) return undefined;
  const exponential = Math.min(policy.longest, policy.first * 2 ** (tried - 1));
  const jittered = exponential * (0.5 + random() / 2);
  // Never sooner than Azure asks, but an hour's wait is not for a run to sit out.
  return Math.max(jittered, Math.min(failure.retryAfter ?? 0, policy.longest * 2));
}

/** The machine's own clock and chance. */
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
