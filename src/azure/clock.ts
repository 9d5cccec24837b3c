import { setTimeout as delay } from "node:timers/promises";

/** A clock that tests can replace, so that they need not wait. */
export interface Clock {
  /** Milliseconds since an arbitrary start. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export const MACHINE_CLOCK: Clock = {
  now: () => performance.now(),
  sleep: async (milliseconds) => {
    await delay(milliseconds);
  },
};
