import type { Console } from "../console.ts";

/** A step of the trial failed. */
export class StepError extends Error {}

/** The steps of a trial, with their results and durations. */
export class Steps {
  readonly #console: Console;
  readonly #taken: { readonly name: string; readonly seconds: number; readonly result: string }[] = [];

  constructor(console: Console) {
    this.#console = console;
  }

  time<Result>(name: string, step: () => Result): Result {
    const startedAt = performance.now();
    const result = step();
    this.#note(name, startedAt, "");
    return result;
  }

  async timeAsync<Result>(name: string, step: () => Promise<Result>): Promise<Result> {
    const startedAt = performance.now();
    const result = await step();
    this.#note(name, startedAt, "");
    return result;
  }

  /** Runs a step and shows its result when it is done. */
  async run(name: string, step: () => Promise<string>): Promise<void> {
    const startedAt = performance.now();
    this.#console.progress(`${name} ...`);
    const result = await step();
    this.#console.progress("");
    const { seconds } = this.#note(name, startedAt, result);
    this.#console.out(`  ${name.padEnd(12)}${result}${this.#console.style("dim", `  ${shown(seconds)}`)}`);
  }

  /** Shows the total duration. */
  show(): void {
    const all = this.#taken.reduce((sum, { seconds }) => sum + seconds, 0);
    const each = this.#taken.map(({ name, seconds }) => `${name} ${shown(seconds)}`);
    this.#console.out(`${this.#console.style("bold", "Time")}      ${shown(all)}: ${each.join(", ")}`);
  }

  #note(name: string, startedAt: number, result: string) {
    const taken = { name, result, seconds: (performance.now() - startedAt) / 1000 };
    this.#taken.push(taken);
    return taken;
  }
}

function shown(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}
