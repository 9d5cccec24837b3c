import { setTimeout as delay } from "node:timers/promises";

/** Time as it passes: replaceable, so that tests need not wait. */
export interface Clock {
  /** Milliseconds, from anywhere. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export const MACHINE_CLOCK: Clock = {
  now: () => performance.now(),
  sleep: async (milliseconds) => {
    await delay(milliseconds);
  },
};
