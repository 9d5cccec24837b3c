import { rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { Benchmark } from "./benchmarks.ts";
import { makeFixture } from "./fixture.ts";
import { measure, median, type ProcessMeasurement } from "./measure.ts";
import { RESULTS_SCHEMA, type Results, type Sides } from "./results.ts";

export interface BenchOptions {
  readonly subscriptions: number;
  readonly rounds: number;
  /** Called with the next measurement. */
  readonly onProgress: (text: string) => void;
}

const SIDES = ["ours", "peer", "floor"] as const;

/** Runs all sides of all benchmarks in turn, round after round, so that a slow minute of the machine hits them alike. */
export function runBenchmarks(benchmarks: readonly Benchmark[], options: BenchOptions): Results {
  const { onProgress, rounds, subscriptions } = options;
  onProgress(`making a fleet of ${subscriptions} subscriptions`);
  const { remove, ...fixture } = makeFixture(subscriptions);
  const measured = new Map<string, ProcessMeasurement[]>();
  try {
    for (let round = 1; round <= rounds; round += 1) {
      for (const benchmark of benchmarks) {
        for (const side of SIDES) {
          const run = benchmark[side]?.(fixture);
          if (run === undefined) continue;
          const name = `${benchmark.name}.${side}`;
          onProgress(`round ${round} of ${rounds}: ${name}`);
          rmSync(fixture.out, { recursive: true, force: true });
          const measurement = measure(run.script, run.args, fixture.usageFile, run.statuses, run.env);
          measured.set(name, [...(measured.get(name) ?? []), measurement]);
        }
      }
    }
  } finally {
    remove();
  }
  const sides: Sides = {};
  for (const [name, runs] of measured) {
    sides[name] = {
      seconds: median(runs.map(({ seconds }) => seconds)),
      quickest: Math.min(...runs.map(({ seconds }) => seconds)),
      cpuSeconds: median(runs.map(({ cpuSeconds }) => cpuSeconds)),
      megabytes: median(runs.map(({ megabytes }) => megabytes)),
    };
  }
  return {
    schema: RESULTS_SCHEMA,
    date: new Date().toISOString().slice(0, 10),
    node: process.versions.node,
    cores: availableParallelism(),
    subscriptions,
    rounds,
    sides,
  };
}
