import { printable } from "../text/printable.ts";
import type { StackResult, StackStatus } from "./run-result.ts";

/** The output of progress: stderr, or a test's. */
export interface ProgressScreen {
  write(text: string): void;
  /** Whether the output is an interactive terminal that can redraw lines. */
  readonly live: boolean;
  /** The characters of a line. */
  columns(): number;
  style(style: "red" | "yellow" | "green" | "dim", text: string): string;
}

/** With more stacks than this, the plain form shows only problems, and a count from time to time. */
const LINE_EACH = 200;
const REDRAW = 200;

/**
 * Shows the progress of a run: on a terminal, redrawn lines for each running stack and for the run, below permanent
 * lines; elsewhere plain lines.
 */
export class Progress {
  readonly #screen: ProgressScreen;
  readonly #now: () => number;
  readonly #name: (id: string) => string;
  readonly #running = new Map<string, { phase: string; since: number }>();
  readonly #counts = new Map<StackStatus, number>();
  #timer: NodeJS.Timeout | undefined;
  #total = 0;
  #done = 0;
  #drawn = 0;

  /** @param name returns the display name of a stack */
  constructor(screen: ProgressScreen, now: () => number, name: (id: string) => string) {
    this.#screen = screen;
    this.#now = now;
    this.#name = name;
  }

  /** Starts again: a command may run several times over stacks. */
  start(total: number): void {
    this.#total = total;
    this.#done = 0;
    this.#counts.clear();
    if (!this.#screen.live || total === 0) return;
    this.#timer = setInterval(() => this.#redraw(), REDRAW);
    this.#timer.unref();
  }

  phase(id: string, phase: string): void {
    const since = this.#running.get(id)?.since ?? this.#now();
    this.#running.set(id, { phase, since });
  }

  done(result: StackResult): void {
    this.#running.delete(result.id);
    this.#done += 1;
    this.#counts.set(result.status, (this.#counts.get(result.status) ?? 0) + 1);
    const well = isWell(result.status);
    if (!well || (!this.#screen.live && this.#total <= LINE_EACH)) {
      const width = String(this.#total).length;
      this.say(`${String(this.#done).padStart(width)}/${this.#total}  ${this.#line(result)}`);
    } else if (!this.#screen.live && this.#done % 100 === 0) {
      this.say(this.#summary());
    }
  }

  /** Prints a permanent line. */
  say(text: string): void {
    this.#screen.write(`${this.#erased()}${text}\n`);
    this.#redraw();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    const erased = this.#erased();
    if (erased !== "") this.#screen.write(erased);
  }

  #line(result: StackResult): string {
    const { message, status } = result;
    const style = isWell(status) ? "green" : status === "failed" ? "red" : "yellow";
    const took = result.seconds > 0 ? this.#screen.style("dim", `  ${result.seconds} s`) : "";
    const what = message === undefined ? "" : `: ${printable(message, 400)}`;
    return `${this.#name(result.id)}  ${this.#screen.style(style, status)}${what}${took}`;
  }

  #summary(): string {
    const counts = [...this.#counts].map(([status, count]) => `${count} ${status}`);
    return `${this.#done} of ${this.#total} stacks${counts.length === 0 ? "" : `: ${counts.join(", ")}`}`;
  }

  #redraw(): void {
    if (this.#timer === undefined) return;
    const now = this.#now();
    const lines = [...this.#running].map(
      ([id, { phase, since }]) => `  ${this.#name(id)}  ${phase}  ${Math.floor((now - since) / 1000)} s`,
    );
    const shown = [...lines, this.#summary()].map((line) =>
      printable(line, Math.max(20, this.#screen.columns() - 1)),
    );
    // Written at once, which avoids flicker.
    this.#screen.write(`${this.#erased()}${shown.map((line) => `${line}\n`).join("")}`);
    this.#drawn = shown.length;
  }

  /** Returns the escape sequence that erases the redrawn lines. */
  #erased(): string {
    const drawn = this.#drawn;
    this.#drawn = 0;
    return drawn === 0 ? "" : `\u001b[${drawn}F\u001b[0J`;
  }
}

/** Reports whether the status needs no attention. */
export function isWell(status: StackStatus): boolean {
  return status === "planned" || status === "unchanged" || status === "applied";
}
