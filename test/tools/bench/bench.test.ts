import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { BENCHMARKS } from "../../../tools/bench/benchmarks.ts";
import { ratiosOf } from "../../../tools/bench/ratios.ts";
import { Results } from "../../../tools/bench/results.ts";
import { runnable } from "../../../tools/bench/run-benchmarks.ts";
import { cspBaseline } from "../../support/command.ts";
import { temporaryFolder } from "../../support/stack.ts";
import { noTerraform } from "../../support/terraform.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const SIDES = ["ours", "peer", "floor"] as const;

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
  return spawnSync(process.execPath, [`${ROOT}dist/tools/bench/all.js`, ...args], {
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
  const measured = Results.parse(JSON.parse(readFileSync(file, "utf8")));
  const expected = runnable(BENCHMARKS, cspBaseline(["--help"]).stdout).flatMap((benchmark) =>
    SIDES.filter((side) => benchmark[side] !== undefined).map((side) => `${benchmark.name}.${side}`),
  );
  expect(Object.keys(measured.sides)).toEqual(expected);
  for (const { cpuSeconds = 0, megabytes = 0, seconds } of Object.values(measured.sides)) {
    expect(Math.min(cpuSeconds, megabytes, seconds)).toBeGreaterThan(0);
  }
  for (const { name } of measured.figures) expect(first.stdout).toContain(`| \`${name}\` |`);

  // Against ratios a thousand times better, everything has worsened; what is not stored is said.
  const ratios = ratiosOf(BENCHMARKS, measured);
  const better = Object.entries(ratios.ratios).map(([name, value]) => [name, value / 1000]);
  writeFileSync(file, JSON.stringify({ ...ratios, ratios: Object.fromEntries(better) }));
  const args = ["--rounds", "1", "--only", "help,check", "--output", join(temporaryFolder(), "r.json")];
  const page = join(temporaryFolder(), "page.md");
  writeFileSync(page, "before\n<!-- measured: bench -->\nold\n<!-- end -->\nafter\n");
  const compared = bench(...args, "--compare", file, "--markdown", page);
  expect([compared.status, compared.stderr]).toEqual([
    1,
    expect.stringContaining("worse: check.seconds/peer was"),
  ]);
  expect(compared.stderr).not.toContain("missing");
  expect(readFileSync(page, "utf8")).toMatch(
    /^before\n<!-- measured: bench -->\n10 subscriptions[\s\S]*\nafter\n$/,
  );
  expect(bench("--subscriptions", "20", ...args, "--compare", file).status).toBe(2);
  expect(bench("--store", ...args).status).toBe(2);
});

function compiledBench(name: string, ...args: string[]) {
  const script = `${ROOT}dist/tools/bench/${name}.js`;
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
    expect(stdout).toMatch(
      /\| 2 trivial stacks, xargs \| [\d.]+ \| at most 1.15 \| [\d.]+ \(csp-baseline deploy --auto-plan\) \|/,
    );
    expect(stdout).toContain("not run: cdktf deploy: /no/such/cdktf is not there");
  },
);
