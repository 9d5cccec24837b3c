import type { Benchmark } from "./benchmarks.ts";
import { compareRatios, type Ratios, sidesIn } from "./ratios.ts";
import type { Results } from "./results.ts";

export interface Verdict {
  readonly passed: boolean;
  /** Lines of output. */
  readonly lines: readonly string[];
}

/**
 * Compares a run with the stored ratios. A worse ratio is measured again, because a slow minute of the machine may
 * affect one side only; the run fails if it is still worse. A missing ratio fails too, so that a removed measurement is
 * noticed.
 *
 * @param again runs these benchmarks again
 */
export function verdictOf(
  benchmarks: readonly Benchmark[],
  stored: Ratios,
  results: Results,
  again: (benchmarks: readonly Benchmark[]) => Results,
): Verdict {
  const first = compareRatios(benchmarks, stored, results);
  const lines = [
    ...first.ignored.map((line) => `ignored: ${line}`),
    ...first.missing.map((line) => `missing: ${line}`),
  ];
  if (stored.cores !== results.cores) {
    lines.push(`note: stored on ${stored.cores} cores, measured on ${results.cores}: synthesis uses all`);
  }
  const stillWorse = first.worse.size === 0 ? [] : worseAgain(benchmarks, stored, first.worse, again);
  for (const [name, text] of first.worse) {
    if (!stillWorse.some((line) => line.startsWith(`${name} `))) lines.push(`once only: ${text}`);
  }
  lines.push(...stillWorse.map((line) => `worse: ${line}`));
  return { passed: stillWorse.length === 0 && first.missing.length === 0, lines };
}

function worseAgain(
  benchmarks: readonly Benchmark[],
  stored: Ratios,
  worse: ReadonlyMap<string, string>,
  again: (benchmarks: readonly Benchmark[]) => Results,
): string[] {
  const names = new Set([...worse.keys()].flatMap(sidesIn));
  const some = benchmarks.filter(({ name }) => names.has(name));
  const second = compareRatios(some, stored, again(some)).worse;
  return [...second].flatMap(([name, text]) => (worse.has(name) ? [text] : []));
}
