interface Event {
  readonly time: number;
  /** The order of events of one instant. */
  readonly order: number;
  readonly action: () => void;
}

/** Events by time: a binary heap, the earliest at the root. */
export class Schedule {
  readonly #heap: Event[] = [];
  #added = 0;

  add(time: number, action: () => void): void {
    const event = { time, order: this.#added, action };
    this.#added += 1;
    let at = this.#heap.push(event) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = this.#heap[parent];
      if (above === undefined || before(above, event)) break;
      this.#heap[at] = above;
      at = parent;
    }
    this.#heap[at] = event;
  }

  /** Removes and returns the earliest event; undefined when there is none. */
  next(): Event | undefined {
    const [first] = this.#heap;
    const last = this.#heap.pop();
    if (first === undefined || last === undefined || this.#heap.length === 0) return first;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const child = this.#smaller(left, left + 1);
      const below = this.#heap[child];
      if (below === undefined || before(last, below)) break;
      this.#heap[at] = below;
      at = child;
    }
    this.#heap[at] = last;
    return first;
  }

  #smaller(left: number, right: number): number {
    const [a, b] = [this.#heap[left], this.#heap[right]];
    return a !== undefined && b !== undefined && before(b, a) ? right : left;
  }
}

function before(a: Event, b: Event): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}
