import { z } from "zod";
import type { Benchmark, Goal } from "./benchmarks.ts";

export const RESULTS_SCHEMA = "csp-baseline/bench/v1";

const Side = z.object({
  seconds: z.number(),
  /** The seconds of the quickest round. */
  quickest: z.number(),
  /** Processor time of all threads. This and the next may be missing from a manual record. */
  cpuSeconds: z.number().optional(),
  /** The largest resident set. */
  megabytes: z.number().optional(),
});

/** A figure with a goal, calculated from the sides. */
export interface Figure {
  /** `synth.seconds/peer`: benchmark, measure and divisor; `help.seconds-floor`: benchmark, measure and subtrahend. */
  readonly name: string;
  readonly value: number;
  readonly goal?: number;
  /** For a ratio of seconds: the seconds of the quicker side. */
  readonly work?: number;
}

/** The output of `npm run bench`: medians of all sides. */
export const Results = z.object({
  schema: z.literal(RESULTS_SCHEMA),
  /** The day, `2026-11-24`. */
  date: z.string(),
  /** A note about the machine. */
  note: z.string().optional(),
  node: z.string(),
  cores: z.number(),
  subscriptions: z.number(),
  rounds: z.number(),
  /** By benchmark and side: `synth.ours`. */
  sides: z.record(z.string(), Side),
});
export type Results = z.infer<typeof Results>;
export type Sides = Results["sides"];

/** Returns the figures of all goals whose sides were measured. */
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
  const work = of === "seconds" ? { work: Math.min(own, other) } : {};
  return as === "difference"
    ? { name: `${benchmark}.${of}-${against}`, value: own - other, ...goal }
    : { name: `${benchmark}.${of}/${against}`, value: own / other, ...goal, ...work };
}
