import type { ReportedFinding, ResultHead } from "../../findings/read-findings.ts";
import { CompactFindings } from "./compact.ts";

/** One result: what it says of itself, and its findings. */
export interface Result extends ResultHead {
  readonly findings: CompactFindings;
}

/** What the page shows of several results. */
export interface ResultHistory {
  /** The newest of all. */
  readonly latest: Result;
  /** The one before it from the same source. */
  readonly previous: Result | undefined;
  /** All results, oldest first; a trend is made of those from the source of the latest. */
  readonly heads: readonly ResultHead[];
  /** Whether the latest result's summary is what its findings add up to. */
  readonly sound: boolean;
}

/** Two results of the same source and instant: which is the newer cannot be told. */
export class SameInstantError extends Error {}

/**
 * Takes results in any order and keeps as little as it can: the heads of all, the findings of the two newest of
 * each source.
 */
export class Results {
  readonly #heads: ResultHead[] = [];
  readonly #kept: Result[] = [];

  /**
   * @param read gives the findings to the function that it is handed, and then returns what the result says of itself
   * @throws {SameInstantError}
   */
  add(read: (onFinding: (finding: ReportedFinding) => void) => ResultHead): void {
    const findings = new CompactFindings();
    const head = read((finding) => findings.add(finding));
    const same = this.#heads.find(
      ({ generatedAt, source }) =>
        source === head.source && instant(generatedAt) === instant(head.generatedAt),
    );
    if (same !== undefined) {
      throw new SameInstantError(`two results of ${head.source} are of ${head.generatedAt}; give each once`);
    }
    this.#heads.push(head);
    this.#kept.push({ ...head, findings });
    const ofSource = this.#kept.filter(({ source }) => source === head.source).sort(newestFirst);
    const oldest = ofSource[2];
    if (oldest !== undefined) this.#kept.splice(this.#kept.indexOf(oldest), 1);
  }

  /** `undefined` before the first result. */
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
