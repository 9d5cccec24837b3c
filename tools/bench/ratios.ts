import { z } from "zod";
import type { Benchmark } from "./benchmarks.ts";
import { type Figure, figuresOf, type Results } from "./results.ts";

export const RATIOS_SCHEMA = "csp-baseline/bench-ratios/v1";

/**
 * Ratios as the repository keeps them, in `bench/ratios.json`. No seconds: those are a machine's, and say nothing on
 * another one. The number of cores is kept because it moves ratios too: only synthesis works on all of them.
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

/** A ratio may worsen by half before it counts: machines differ, and so do runs. */
const WORSE = 1.5;

/** Where one side takes less than this, in seconds, its ratio says more of the machine than of the program. */
const LEAST_SECONDS = 0.02;

/** The ratios of a run: of each side's quickest round, the one that other work on the machine disturbed least. */
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

/** What the ratios of a run say beside those that are stored. */
export interface Comparison {
  /** The ratios that are more than half worse, by name, and each in words. */
  readonly worse: ReadonlyMap<string, string>;
  /** Ratios of which one of the two has nothing, in words. */
  readonly missing: readonly string[];
  /** Ratios of too little work to be compared, in words. */
  readonly ignored: readonly string[];
}

/** @param benchmarks those that were to be run: what is stored of others is not missed */
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

/** The benchmarks whose sides make up a ratio: `synth` and `synth-tenth` of `synth.megabytes/synth-tenth.ours`. */
export function sidesIn(ratio: string): string[] {
  const [own = "", against = ""] = ratio.split("/");
  const names = [own, ...(against.includes(".") ? [against] : [])];
  return names.map((name) => name.slice(0, name.indexOf(".")));
}

function quickest(benchmarks: readonly Benchmark[], { sides }: Results): Figure[] {
  const best = Object.entries(sides).map(([name, side]) => [name, { ...side, seconds: side.quickest }]);
  return figuresOf(benchmarks, Object.fromEntries(best)).filter(({ name }) => name.includes("/"));
}
