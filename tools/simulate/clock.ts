import { Schedule } from "./schedule.ts";

/** Something that a process waits for until it is let in. */
export interface Gate {
  /** @param enter called once, at the time when the process may go on */
  wait(enter: () => void): void;
}

/**
 * What happens over time, written as it happens: `yield 3` waits three seconds, `yield gate` waits for the gate. A
 * process is part of another by `yield*`, and runs beside it by {@link Clock.start}.
 */
export type Process = Generator<number | Gate, void, void>;

export interface Handle {
  /** Ends a process where it is; what it waits for is forgotten. */
  stop(): void;
}

/** Simulated time, in seconds from 0. Events of one instant come in the order in which they were planned. */
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

  /** Lets time pass until nothing is left to happen. */
  run(): void {
    for (let event = this.#schedule.next(); event !== undefined; event = this.#schedule.next()) {
      this.#now = event.time;
      event.action();
    }
  }
}
