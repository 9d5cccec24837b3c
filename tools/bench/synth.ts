/** npm run bench:synth [-- --subscriptions 5000 --rounds 3]: of all benchmarks those of synthesis alone. */
import { parseArgs } from "node:util";
import { BENCHMARKS } from "./benchmarks.ts";
import { resultsMarkdown } from "./markdown.ts";
import { runBenchmarks } from "./run-benchmarks.ts";

const { values } = parseArgs({
  options: { subscriptions: { type: "string", default: "5000" }, rounds: { type: "string", default: "3" } },
});
const benchmarks = BENCHMARKS.filter(({ name }) => ["help", "synth", "gate"].includes(name));
const results = runBenchmarks(benchmarks, {
  subscriptions: Number(values.subscriptions),
  rounds: Number(values.rounds),
  onProgress: (text) => console.error(text),
});
console.log(resultsMarkdown(benchmarks, results));
