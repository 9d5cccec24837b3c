import { z } from "zod";
import type { Benchmark, Goal } from "./benchmarks.ts";

export const RESULTS_SCHEMA = "csp-baseline/bench/v1";

const Side = z.object({ seconds: z.number(), cpuSeconds: z.number(), megabytes: z.number() });
const Figure = z.object({
  /** `synth.seconds/peer`: of which benchmark, what, divided by which side; `help.seconds-floor`: less which side. */
  name: z.string(),
  value: z.number(),
  goal: z.number().optional(),
});

/** What `npm run bench` writes: medians of all sides, and the figures made of them. */
export const Results = z.object({
  schema: z.literal(RESULTS_SCHEMA),
  node: z.string(),
  cores: z.number(),
  subscriptions: z.number(),
  rounds: z.number(),
  /** By benchmark and side: `synth.ours`. */
  sides: z.record(z.string(), Side),
  figures: z.array(Figure),
});
export type Results = z.infer<typeof Results>;
export type Sides = Results["sides"];
export type Figure = z.infer<typeof Figure>;

/** The figures of all goals whose sides were measured. */
export function figuresOf(benchmarks: readonly Benchmark[], sides: Sides): Figure[] {
  return benchmarks.flatMap(({ goals, name }) => goals.flatMap((goal) => figureOf(name, goal, sides) ?? []));
}

function figureOf(benchmark: string, { against, as, atMost, of }: Goal, sides: Sides): Figure | undefined {
  const own = sides[`${benchmark}.ours`]?.[of];
  if (own === undefined) return undefined;
  const goal = atMost === undefined ? {} : { goal: atMost };
  if (against === undefined) return { name: `${benchmark}.${of}`, value: own, ...goal };
  const other = sides[against.includes(".") ? against : `${benchmark}.${against}`]?.[of];
  if (other === undefined) return undefined;
  return as === "difference"
    ? { name: `${benchmark}.${of}-${against}`, value: own - other, ...goal }
    : { name: `${benchmark}.${of}/${against}`, value: own / other, ...goal };
}

/** A ratio may worsen by half before it counts: machines differ, and so do runs. */
const WORSE = 1.5;

/** The ratios that are worse by half than they were, in words. Seconds and megabytes as such are the machine's. */
export function worsened(before: Results, now: Results): string[] {
  const ratios = new Map(before.figures.map(({ name, value }) => [name, value]));
  return now.figures.flatMap(({ name, value }) => {
    const was = name.includes("/") ? ratios.get(name) : undefined;
    return was !== undefined && value > was * WORSE
      ? [`${name} was ${was.toFixed(2)} and is ${value.toFixed(2)}`]
      : [];
  });
}
