import type { ReportedFinding, ResultHead } from "../../findings/read-findings.ts";
import { CompactFindings } from "./compact.ts";
import { CustomerTally } from "./customer-tally.ts";

/** A result: its head and its findings. */
export interface Result extends ResultHead {
  readonly findings: CompactFindings;
  readonly open: CustomerTally;
}

/** The results that the page shows. */
export interface ResultHistory {
  /** The newest of all. */
  readonly latest: Result;
  /** The previous result of the same source. */
  readonly previous: Result | undefined;
  /** All results, oldest first. The trend uses those of the latest result's source. */
  readonly heads: readonly ResultHead[];
  /** Whether the latest result's summary matches its findings. */
  readonly sound: boolean;
}

/** Two results have the same source and instant, so their order is unknown. */
export class SameInstantError extends Error {}

/**
 * Collects results in any order and keeps little of them: all heads, and the findings of the two newest of each source.
 */
export class Results {
  readonly #heads: ResultHead[] = [];
  readonly #kept: Result[] = [];

  /**
   * @param read passes each finding to its argument and returns the head of the result
   * @throws {SameInstantError}
   */
  add(read: (onFinding: (finding: ReportedFinding) => void) => ResultHead): void {
    const findings = new CompactFindings();
    const open = new CustomerTally();
    const head = read((finding) => {
      findings.add(finding);
      open.add(finding);
    });
    const same = this.#heads.find(
      ({ generatedAt, source }) =>
        source === head.source && instant(generatedAt) === instant(head.generatedAt),
    );
    if (same !== undefined) {
      throw new SameInstantError(
        `two results of ${head.source} have the time ${head.generatedAt}; pass each result once`,
      );
    }
    this.#heads.push(head);
    this.#kept.push({ ...head, findings, open });
    const ofSource = this.#kept.filter(({ source }) => source === head.source).sort(newestFirst);
    const oldest = ofSource[2];
    if (oldest !== undefined) this.#kept.splice(this.#kept.indexOf(oldest), 1);
  }

  /** Returns `undefined` before the first result. */
  history(): ResultHistory | undefined {
    const [latest, ...older] = [...this.#kept].sort(newestFirst);
    if (latest === undefined) return undefined;
    return {
      latest,
      previous: older.find(({ source }) => source === latest.source),
      heads: [...this.#heads].sort((a, b) => newestFirst(b, a)),
      sound: isSound(latest),
    };
  }
}

function newestFirst(a: ResultHead, b: ResultHead): number {
  return instant(b.generatedAt) - instant(a.generatedAt);
}

function instant(text: string): number {
  return Date.parse(text);
}

function isSound({ findings, summary }: Result): boolean {
  const counted = findings.counts();
  return (["pass", "fail", "excepted", "unknown"] as const).every(
    (status) => counted[status] === summary[status],
  );
}
