import { readFileSync } from "node:fs";
import { BENCHMARKS, type Benchmark } from "./benchmarks.ts";
import { Ratios } from "./ratios.ts";
import { type Figure, figuresOf, Results } from "./results.ts";

/** Returns all tables from the folder `bench/`, by their names in a page. */
export function storedTables(folder: URL): ReadonlyMap<string, string> {
  const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), "utf8"));
  return new Map([
    ["bench", resultsMarkdown(BENCHMARKS, Results.parse(read("measured.json")))],
    ["ratios", ratiosMarkdown(Ratios.parse(read("ratios.json")))],
  ]);
}

const BLOCK = /<!-- measured: ([\w-]+) -->\n[\s\S]*?<!-- end -->/g;

/**
 * Inserts these tables between their marks in the page; other tables stay.
 * @throws {Error} when the page has a mark for none of them
 */
export function withMeasured(page: string, tables: ReadonlyMap<string, string>): string {
  let written = 0;
  const next = page.replace(BLOCK, (block, name: string) => {
    const text = tables.get(name);
    if (text === undefined) return block;
    written += 1;
    return `<!-- measured: ${name} -->\n${text}\n<!-- end -->`;
  });
  const [first = ""] = tables.keys();
  if (written === 0) throw new Error(`the page has no place for the table: <!-- measured: ${first} -->`);
  return next;
}

/** The size of fleet, in subscriptions, to which the goals apply. */
const GOALS_FROM = 10_000;

function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** Formats the results for people. */
export function resultsMarkdown(benchmarks: readonly Benchmark[], results: Results): string {
  const { rounds, sides, subscriptions } = results;
  return [
    `${count(subscriptions)} subscriptions, ${machine(results)}, ${rounds === 1 ? "one round" : `medians of ${rounds}`}.`,
    "",
    "| work | csp-baseline | peer | floor |",
    "|---|---|---|---|",
    ...benchmarks.flatMap((benchmark) => sidesRow(benchmark, results)),
    "",
    "| figure | goal | measured |",
    "|---|---|---|",
    ...figuresOf(benchmarks, sides).map((figure) => figureRow(figure, subscriptions)),
    ...(subscriptions < GOALS_FROM
      ? ["", `The goals are for ${count(GOALS_FROM)}; for a smaller fleet, most of the time is the start.`]
      : []),
  ].join("\n");
}

function ratiosMarkdown({ cores, node, ratios, rounds, subscriptions }: Ratios): string {
  return [
    `${subscriptions} subscriptions, ${cores} cores, Node ${node}, the quickest of ${rounds} rounds.`,
    "",
    "| ratio | stored |",
    "|---|---|",
    ...Object.entries(ratios).map(([name, value]) => `| \`${name}\` | ${value.toFixed(3)} |`),
  ].join("\n");
}

function machine({ cores, date, node, note }: Pick<Results, "cores" | "date" | "node" | "note">): string {
  return [`${cores} cores`, `Node ${node}`, date, ...(note === undefined ? [] : [note])].join(", ");
}

function sidesRow({ name, title }: Benchmark, { sides }: Results): string[] {
  if (sides[`${name}.ours`] === undefined) return [];
  const cells = ["ours", "peer", "floor"].map((side) => {
    const measured = sides[`${name}.${side}`];
    if (measured === undefined) return "-";
    const { megabytes, seconds } = measured;
    return `${seconds.toFixed(2)} s${megabytes === undefined ? "" : `, ${megabytes.toFixed(0)} MB`}`;
  });
  return [`| ${title} | ${cells.join(" | ")} |`];
}

function figureRow({ goal, name, value }: Figure, subscriptions: number): string {
  const mark = goal === undefined || value <= goal || subscriptions < GOALS_FROM ? "" : ": not reached";
  return `| \`${name}\` | ${goal === undefined ? "-" : `at most ${goal}`} | ${value.toFixed(2)}${mark} |`;
}
