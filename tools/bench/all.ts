/**
 * - npm run bench [-- --subscriptions 10000 --rounds 3 --only check,synth --output bench-results.json]
 * - npm run bench -- --store: a small run, whose ratios are written to bench/ratios.json
 * - npm run bench -- --compare bench/ratios.json: a run of that size, compared with it, as in CI
 *
 * Times each benchmark with its floor and its peer, all sides in turn in one run. Writes the medians as JSON and prints
 * them as Markdown. With --compare it exits with 1 when a ratio is worse by half, twice in a row, or is missing.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { BENCHMARKS, type Benchmark } from "./benchmarks.ts";
import { verdictOf } from "./compare.ts";
import { resultsMarkdown } from "./markdown.ts";
import { Ratios, ratiosOf } from "./ratios.ts";
import type { Results } from "./results.ts";
import { runBenchmarks } from "./run-benchmarks.ts";

const STORED = fileURLToPath(new URL("../../../tools/bench/ratios.json", import.meta.url));
/** Large enough that work outweighs the start, small enough for every pull request. */
const SMALL = "300";

const { values } = parseArgs({
  options: {
    subscriptions: { type: "string" },
    rounds: { type: "string", default: "3" },
    only: { type: "string" },
    output: { type: "string", default: "bench-results.json" },
    compare: { type: "string" },
    store: { type: "boolean", default: false },
  },
});
const stored =
  values.compare === undefined ? undefined : Ratios.parse(JSON.parse(readFileSync(values.compare, "utf8")));
const usual = stored?.subscriptions.toString() ?? (values.store ? SMALL : "10000");
const subscriptions = Number(values.subscriptions ?? usual);
if (stored !== undefined && stored.subscriptions !== subscriptions) {
  const hint = `run with --subscriptions ${stored.subscriptions}`;
  console.error(`${values.compare} is of ${stored.subscriptions} subscriptions; ${hint}`);
  process.exit(2);
}
if (values.store && values.only !== undefined) {
  console.error("--store keeps the ratios of all benchmarks: remove --only");
  process.exit(2);
}

const only = values.only?.split(",");
const wanted = BENCHMARKS.filter(({ name }) => only?.includes(name) ?? true);
const run = (benchmarks: readonly Benchmark[]): Results =>
  runBenchmarks(benchmarks, {
    subscriptions,
    rounds: Number(values.rounds),
    onProgress: (text) => console.error(text),
  });

const results = run(wanted);
// A line for each side.
const record = JSON.stringify(results, undefined, 2).replace(/\{\n {6}[^{}]*\}/g, (side) =>
  side.replace(/\s+/g, " "),
);
writeFileSync(values.output, `${record}\n`);
console.log(resultsMarkdown(BENCHMARKS, results));
if (values.store) writeFileSync(STORED, `${JSON.stringify(ratiosOf(BENCHMARKS, results), undefined, 2)}\n`);
if (stored !== undefined) {
  const { lines, passed } = verdictOf(wanted, stored, results, run);
  for (const line of lines) console.error(line);
  process.exitCode = passed ? 0 : 1;
}
