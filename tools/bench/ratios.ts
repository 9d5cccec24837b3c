import { z } from "zod";
import type { Benchmark } from "./benchmarks.ts";
import { type Figure, figuresOf, type Results } from "./results.ts";

export const RATIOS_SCHEMA = "csp-baseline/bench-ratios/v1";

/**
 * Ratios stored in `bench/ratios.json`. Seconds are not stored, because they depend on the machine. The number of cores
 * is stored because it affects ratios: only synthesis uses all of them.
 */
export const Ratios = z.strictObject({
  schema: z.literal(RATIOS_SCHEMA),
  node: z.string(),
  cores: z.number(),
  subscriptions: z.number(),
  rounds: z.number(),
  /** By the figure's name: `synth.seconds/floor`. */
  ratios: z.record(z.string(), z.number()),
});
export type Ratios = z.infer<typeof Ratios>;

/** The factor from which a ratio counts as worse: machines differ, and so do runs. */
const WORSE = 1.5;

/**
 * The shortest time of a side in seconds for a comparison: a shorter one depends more on the machine than on the
 * program.
 */
const LEAST_SECONDS = 0.02;

/** Returns the ratios of a run: of each side's quickest round, which other work on the machine affected least. */
export function ratiosOf(benchmarks: readonly Benchmark[], results: Results): Ratios {
  const { cores, node, rounds, subscriptions } = results;
  const ratios = quickest(benchmarks, results).map(({ name, value }) => [name, Number(value.toFixed(3))]);
  return {
    schema: RATIOS_SCHEMA,
    node,
    cores,
    subscriptions,
    rounds,
    ratios: Object.fromEntries(ratios),
  };
}

/** The ratios of a run compared with the stored ones. */
export interface Comparison {
  /** The ratios that are more than half worse, by name, with a sentence. */
  readonly worse: ReadonlyMap<string, string>;
  /** Sentences about ratios that only one of the two has. */
  readonly missing: readonly string[];
  /** Sentences about ratios of too little work to compare. */
  readonly ignored: readonly string[];
}

/** @param benchmarks the benchmarks of the run: stored ratios of others are ignored */
export function compareRatios(
  benchmarks: readonly Benchmark[],
  stored: Ratios,
  results: Results,
): Comparison {
  const worse = new Map<string, string>();
  const missing: string[] = [];
  const ignored: string[] = [];
  const now = new Map(quickest(benchmarks, results).map((figure) => [figure.name, figure]));
  for (const [name, { value, work }] of now) {
    const was = stored.ratios[name];
    if (was === undefined) missing.push(`${name} is not stored; store it with --store`);
    else if (work !== undefined && work < LEAST_SECONDS) {
      ignored.push(`${name} is of ${(work * 1000).toFixed(0)} ms of work, too little to compare`);
    } else if (value > was * WORSE) {
      worse.set(name, `${name} was ${was.toFixed(3)} and is ${value.toFixed(3)}`);
    }
  }
  const wanted = new Set(benchmarks.map(({ name }) => name));
  for (const name of Object.keys(stored.ratios)) {
    if (now.has(name) || !sidesIn(name).every((benchmark) => wanted.has(benchmark))) continue;
    missing.push(`${name} is stored, and was not measured`);
  }
  return { worse, missing, ignored };
}

/** Returns the benchmarks in a ratio: `synth` and `synth-tenth` for `synth.megabytes/synth-tenth.ours`. */
export function sidesIn(ratio: string): string[] {
  const [own = "", against = ""] = ratio.split("/");
  const names = [own, ...(against.includes(".") ? [against] : [])];
  return names.map((name) => name.slice(0, name.indexOf(".")));
}

function quickest(benchmarks: readonly Benchmark[], { sides }: Results): Figure[] {
  const best = Object.entries(sides).map(([name, side]) => [name, { ...side, seconds: side.quickest }]);
  return figuresOf(benchmarks, Object.fromEntries(best)).filter(({ name }) => name.includes("/"));
}
