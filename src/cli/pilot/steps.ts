import type { PilotStep } from "../../pilot/index.ts";
import { messageOf } from "../../text/error-message.ts";
import { printable } from "../../text/printable.ts";
import type { Console } from "../console.ts";

/** The result of a step. */
export interface StepResult {
  readonly status: "ok" | "differs" | "skipped";
  readonly message: string;
}

/** How the steps of a pilot are shown and kept. */
export class PilotSteps {
  readonly taken: PilotStep[] = [];
  readonly #console: Console;
  readonly #begin: (step: string) => void;
  #interrupted = false;

  /** @param begin is called with the name of each step before it */
  constructor(console: Console, begin: (step: string) => void) {
    this.#console = console;
    this.#begin = begin;
  }

  /** No step begins any more. */
  interrupt(): void {
    this.#interrupted = true;
  }

  /**
   * Runs a step. A failure is shown and kept, and does not end the pilot.
   * @param needs the steps without which it cannot run
   * @returns whether it did what it should
   */
  async run(name: string, needs: readonly string[], step: () => Promise<StepResult>): Promise<boolean> {
    if (this.#interrupted) return this.#note(name, "skipped", 0, "interrupted");
    const missing = needs.find(
      (need) => this.#statusOf(need) === "failed" || this.#statusOf(need) === "skipped",
    );
    if (missing !== undefined) return this.#note(name, "skipped", 0, `it needs "${missing}"`);
    this.#console.progress(`${name} ...`);
    this.#begin(name);
    const startedAt = performance.now();
    const elapsed = () => Math.round((performance.now() - startedAt) / 100) / 10;
    try {
      const { message, status } = await step();
      return this.#note(name, status, elapsed(), message);
    } catch (error) {
      return this.#note(name, "failed", elapsed(), printable(messageOf(error), 1000));
    }
  }

  #statusOf(name: string): PilotStep["status"] | undefined {
    return this.taken.find((step) => step.name === name)?.status;
  }

  #note(name: string, status: PilotStep["status"], seconds: number, message: string): boolean {
    this.taken.push({ name, status, seconds, message });
    const style = status === "ok" ? "green" : status === "failed" ? "red" : "yellow";
    const time = this.#console.style("dim", `${seconds.toFixed(1)} s`.padStart(8));
    this.#console.progress("");
    this.#console.out(
      `${this.#console.style(style, status.padEnd(8))}${time}  ${name.padEnd(24)}  ${printable(message, 400)}`,
    );
    return status === "ok" || status === "differs";
  }
}
