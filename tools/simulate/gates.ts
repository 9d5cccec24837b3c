import type { Gate } from "./clock.ts";

/** The cores of a runner: so many may be in use, the next waits in line. */
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

  /** Gives a core back; whoever waits longest has it. */
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

/** Opens once, for all who wait, and stays open. */
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
