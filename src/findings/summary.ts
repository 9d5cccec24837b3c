import type { Finding, FindingsSummary } from "./shape.ts";

/** Counts findings one at a time, so that none must be kept. */
export class FindingsTally {
  #subscriptions = 0;
  #covered = 0;
  readonly #counts = { pass: 0, fail: 0, excepted: 0, unknown: 0 };

  /** Counts all findings of one subscription. */
  add(findings: readonly Finding[]): void {
    this.#subscriptions += 1;
    for (const { status } of findings) this.#counts[status] += 1;
    if (findings.every(({ status }) => status === "pass" || status === "excepted")) this.#covered += 1;
  }

  summary(): FindingsSummary {
    return { subscriptions: this.#subscriptions, covered: this.#covered, ...this.#counts };
  }
}
