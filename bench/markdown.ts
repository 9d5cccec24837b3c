import type { Benchmark } from "./benchmarks.ts";
import type { Figure, Results } from "./results.ts";

/** The results as the README shows them. */
export function resultsMarkdown(benchmarks: readonly Benchmark[], results: Results): string {
  const { cores, figures, node, rounds, subscriptions } = results;
  return [
    `${subscriptions.toLocaleString("en-US")} subscriptions, ${cores} cores, Node ${node}, medians of ${rounds}.`,
    "",
    "| work | csp-baseline | peer | floor |",
    "|---|---|---|---|",
    ...benchmarks.flatMap((benchmark) => sidesRow(benchmark, results)),
    "",
    "| figure | goal | measured |",
    "|---|---|---|",
    ...figures.map(figureRow),
  ].join("\n");
}

function sidesRow({ name, title }: Benchmark, { sides }: Results): string[] {
  if (sides[`${name}.ours`] === undefined) return [];
  const cells = ["ours", "peer", "floor"].map((side) => {
    const measured = sides[`${name}.${side}`];
    return measured === undefined
      ? "-"
      : `${measured.seconds.toFixed(2)} s, ${measured.megabytes.toFixed(0)} MB`;
  });
  return [`| ${title} | ${cells.join(" | ")} |`];
}

function figureRow({ goal, name, value }: Figure): string {
  const mark = goal === undefined || value <= goal ? "" : " (not reached)";
  return `| ${name} | ${goal === undefined ? "-" : `at most ${goal}`} | ${value.toFixed(2)}${mark} |`;
}
