/**
 * npm run bench [-- --subscriptions 10000 --rounds 3 --only check,synth --output bench-results.json --compare OLD.json]
 *
 * Times everything next to its floor and its peer, all sides in turn in one run. Writes the medians as JSON and prints
 * them as Markdown. With --compare it exits with 1 when a ratio is worse by half than in that file, with 2 when the
 * file is of another size of fleet.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { BENCHMARKS } from "./benchmarks.ts";
import { resultsMarkdown } from "./markdown.ts";
import { Results, worsened } from "./results.ts";
import { runBenchmarks, runnable } from "./run-benchmarks.ts";

const { values } = parseArgs({
  options: {
    subscriptions: { type: "string", default: "10000" },
    rounds: { type: "string", default: "3" },
    only: { type: "string" },
    output: { type: "string", default: "bench-results.json" },
    compare: { type: "string" },
  },
});
const before =
  values.compare === undefined ? undefined : Results.parse(JSON.parse(readFileSync(values.compare, "utf8")));
const subscriptions = Number(values.subscriptions);
if (before !== undefined && before.subscriptions !== subscriptions) {
  console.error(
    `${values.compare} is of ${before.subscriptions} subscriptions; run with --subscriptions ${before.subscriptions}`,
  );
  process.exit(2);
}
const cli = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const help = spawnSync(process.execPath, [cli, "--help"], { encoding: "utf8" }).stdout;
const only = values.only?.split(",");
const benchmarks = runnable(BENCHMARKS, help).filter(({ name }) => only?.includes(name) ?? true);
const results = runBenchmarks(benchmarks, {
  subscriptions,
  rounds: Number(values.rounds),
  onProgress: (text) => console.error(text),
});
writeFileSync(values.output, `${JSON.stringify(results, undefined, 2)}\n`);
console.log(resultsMarkdown(benchmarks, results));
const worse = before === undefined ? [] : worsened(before, results);
for (const line of worse) console.error(`worse: ${line}`);
process.exitCode = worse.length === 0 ? 0 : 1;
