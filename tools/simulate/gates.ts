import type { Gate } from "./clock.ts";

/** The cores of a runner: a limited number is in use, others wait in a queue. */
export class Cores implements Gate {
  readonly #waiting: (() => void)[] = [];
  #free: number;
  #next = 0;

  constructor(cores: number) {
    this.#free = cores;
  }

  wait(enter: () => void): void {
    if (this.#free === 0) {
      this.#waiting.push(enter);
      return;
    }
    this.#free -= 1;
    enter();
  }

  /** Releases a core to the first process in the queue. */
  release(): void {
    const enter = this.#waiting[this.#next];
    if (enter === undefined) {
      this.#free += 1;
      return;
    }
    this.#next += 1;
    enter();
  }
}

/** Opens once for all waiting processes, and stays open. */
export class Latch implements Gate {
  readonly #waiting: (() => void)[] = [];
  #open = false;

  wait(enter: () => void): void {
    if (this.#open) enter();
    else this.#waiting.push(enter);
  }

  open(): void {
    if (this.#open) return;
    this.#open = true;
    for (const enter of this.#waiting) enter();
  }
}
