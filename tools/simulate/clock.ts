import { Schedule } from "./schedule.ts";

/** A condition that a process waits for. */
export interface Gate {
  /** @param enter called once, at the time when the process may continue */
  wait(enter: () => void): void;
}

/**
 * A process over simulated time: `yield 3` waits three seconds, `yield gate` waits for the gate. `yield*` runs a
 * process as a part of another one, and {@link Clock.start} runs it in parallel.
 */
export type Process = Generator<number | Gate, void, void>;

export interface Handle {
  /** Ends a process at its current step, without its pending waits. */
  stop(): void;
}

/** Simulated time, in seconds from 0. Events of one instant occur in the order in which they were scheduled. */
export class Clock {
  readonly #schedule = new Schedule();
  #now = 0;

  get now(): number {
    return this.#now;
  }

  /** Starts a process at the current instant; it runs until it first waits. */
  start(process: Process): Handle {
    let stopped = false;
    const step = () => {
      if (stopped) return;
      const { done, value } = process.next();
      if (done === true) return;
      if (typeof value === "number") this.#schedule.add(this.#now + value, step);
      else value.wait(step);
    };
    step();
    return {
      stop: () => {
        stopped = true;
      },
    };
  }

  /** Advances the time until no event is left. */
  run(): void {
    for (let event = this.#schedule.next(); event !== undefined; event = this.#schedule.next()) {
      this.#now = event.time;
      event.action();
    }
  }
}
