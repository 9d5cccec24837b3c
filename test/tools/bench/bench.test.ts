import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { BENCHMARKS } from "../../../tools/bench/benchmarks.ts";
import { ratiosOf } from "../../../tools/bench/ratios.ts";
import { figuresOf, Results } from "../../../tools/bench/results.ts";
import { temporaryFolder } from "../../support/stack.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const SIDES = ["ours", "peer", "floor"] as const;

test("names of benchmarks are unique, and every goal refers to an existing side", () => {
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

function bench(...args: string[]) {
  return spawnSync(process.execPath, [`${ROOT}dist/tools/bench/all.js`, ...args], {
    cwd: temporaryFolder(),
    encoding: "utf8",
  });
}

// The plain app runs with its own engine too; the measurements use the default engine.
const compiled = process.env["CSP_BASELINE_ENGINE"] !== "cdktn";

test.runIf(compiled)("all benchmarks run, small", { timeout: 300_000 }, () => {
  const file = join(temporaryFolder(), "results.json");
  const first = bench("--subscriptions", "10", "--rounds", "1", "--output", file);
  expect(first.status, first.stderr).toBe(0);
  const measured = Results.parse(JSON.parse(readFileSync(file, "utf8")));
  const expected = BENCHMARKS.flatMap((benchmark) =>
    SIDES.filter((side) => benchmark[side] !== undefined).map((side) => `${benchmark.name}.${side}`),
  );
  expect(Object.keys(measured.sides)).toEqual(expected);
  for (const { cpuSeconds = 0, megabytes = 0, seconds } of Object.values(measured.sides)) {
    expect(Math.min(cpuSeconds, megabytes, seconds)).toBeGreaterThan(0);
  }
  for (const { name } of figuresOf(BENCHMARKS, measured.sides))
    expect(first.stdout).toContain(`| \`${name}\` |`);

  // With ratios a thousand times better, every figure is worse; ratios that are not stored are reported.
  const ratios = ratiosOf(BENCHMARKS, measured);
  const better = Object.entries(ratios.ratios).map(([name, value]) => [name, value / 1000]);
  writeFileSync(file, JSON.stringify({ ...ratios, ratios: Object.fromEntries(better) }));
  const args = ["--rounds", "1", "--only", "help,check", "--output", join(temporaryFolder(), "r.json")];
  const compared = bench(...args, "--compare", file);
  expect([compared.status, compared.stderr]).toEqual([
    1,
    expect.stringContaining("worse: check.seconds/peer was"),
  ]);
  expect(compared.stderr).not.toContain("missing");
  expect(bench("--subscriptions", "20", ...args, "--compare", file).status).toBe(2);
  expect(bench("--store", ...args).status).toBe(2);
});
