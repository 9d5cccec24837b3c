import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { BENCHMARKS } from "../../bench/benchmarks.ts";
import { type Results, Results as ResultsSchema, worsened } from "../../bench/results.ts";
import { runnable } from "../../bench/run-benchmarks.ts";
import { cspBaseline } from "../support/command.ts";
import { temporaryFolder } from "../support/stack.ts";
import { noTerraform } from "../support/terraform.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SIDES = ["ours", "peer", "floor"] as const;

/** Two figures: a ratio and a number of seconds. */
function results(ratio: number, seconds = 1): Results {
  return {
    schema: "csp-baseline/bench/v1",
    node: "20.20.2",
    cores: 2,
    subscriptions: 10,
    rounds: 1,
    sides: {},
    figures: [
      { name: "synth.seconds/floor", value: ratio, goal: 8 },
      { name: "synth.seconds", value: seconds },
    ],
  };
}

test("a ratio counts as worse from half more on; seconds are the machine's", () => {
  expect(worsened(results(2), results(3, 100))).toEqual([]);
  expect(worsened(results(2), results(3.1))).toEqual(["synth.seconds/floor was 2.00 and is 3.10"]);
  expect(worsened(results(3), results(1))).toEqual([]);
  expect(worsened({ ...results(1), figures: [] }, results(9))).toEqual([]);
});

test("names of benchmarks are unique, and every goal is against a side that is there", () => {
  const sides = BENCHMARKS.flatMap((benchmark) =>
    SIDES.filter((side) => benchmark[side] !== undefined).map((side) => `${benchmark.name}.${side}`),
  );
  expect(new Set(sides).size).toBe(sides.length);
  for (const { goals, name } of BENCHMARKS) {
    for (const { against } of goals) {
      if (against === undefined) continue;
      expect(sides).toContain(against.includes(".") ? against : `${name}.${against}`);
    }
  }
});

test("a benchmark of a verb that the command has not is left out", () => {
  const names = (help: string) => runnable(BENCHMARKS, help).map(({ name }) => name);
  expect(names("  check [options]  validate")).not.toContain("review");
  expect(names("  check [options]  validate\n  review [options]")).toContain("review");
});

function bench(...args: string[]) {
  return spawnSync(process.execPath, [`${ROOT}dist-bench/bench/all.js`, ...args], {
    cwd: temporaryFolder(),
    encoding: "utf8",
  });
}

// On its own engine the plain app runs too; the measurements themselves are of the default one.
const compiled = process.env["CSP_BASELINE_ENGINE"] !== "cdktn";

test.runIf(compiled)("all benchmarks run, small", { timeout: 300_000 }, () => {
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.bench.json"], {
    cwd: ROOT,
  });
  const file = join(temporaryFolder(), "results.json");
  const first = bench("--subscriptions", "10", "--rounds", "1", "--output", file);
  expect(first.status, first.stderr).toBe(0);
  const measured = ResultsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const expected = runnable(BENCHMARKS, cspBaseline(["--help"]).stdout).flatMap((benchmark) =>
    SIDES.filter((side) => benchmark[side] !== undefined).map((side) => `${benchmark.name}.${side}`),
  );
  expect(Object.keys(measured.sides)).toEqual(expected);
  for (const { cpuSeconds, megabytes, seconds } of Object.values(measured.sides)) {
    expect(Math.min(cpuSeconds, megabytes, seconds)).toBeGreaterThan(0);
  }
  for (const { name } of measured.figures) expect(first.stdout).toContain(`| ${name} |`);

  const better = measured.figures.map((figure) => ({ ...figure, value: figure.value / 1000 }));
  writeFileSync(file, JSON.stringify({ ...measured, figures: better }));
  const args = ["--rounds", "1", "--only", "help,check", "--output", join(temporaryFolder(), "r.json")];
  const compared = bench("--subscriptions", "10", ...args, "--compare", file);
  expect([compared.status, compared.stderr]).toEqual([
    1,
    expect.stringContaining("worse: check.seconds/peer was"),
  ]);
  expect(bench("--subscriptions", "20", ...args, "--compare", file).status).toBe(2);
});

function compiledBench(name: string, ...args: string[]) {
  const script = `${ROOT}dist-bench/bench/${name}.js`;
  return spawnSync(process.execPath, [script, ...args], { cwd: temporaryFolder(), encoding: "utf8" });
}

test.runIf(compiled)(
  "the sandbox is put under load, and what it holds is measured",
  { timeout: 120_000 },
  () => {
    const { status, stderr, stdout } = compiledBench("sandbox", "--requests", "500", "--rounds", "1");
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/\| requests a second \| at least 2,000 \| [\d,]+ \| [\d,]+ \|/);
    expect(stdout).toMatch(/\| memory after 100 and after 500 requests \| flat \| \d+ and \d+ MB \|/);
  },
);

test.runIf(compiled && noTerraform === undefined)(
  "stacks are deployed beside xargs, and a side that cannot run is named with its reason",
  { timeout: 120_000 },
  () => {
    const args = ["--stacks", "2", "--rounds", "1", "--kinds", "trivial", "--cdktf", "/no/such/cdktf"];
    const { status, stderr, stdout } = compiledBench("runner", ...args);
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/\| 2 trivial stacks, xargs \| [\d.]+ \| at most 1.15 \| [\d.]+ \|/);
    expect(stdout).toContain("not run: cdktf deploy: /no/such/cdktf is not there");
  },
);
