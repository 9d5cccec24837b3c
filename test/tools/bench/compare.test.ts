import { expect, test } from "vitest";
import { BENCHMARKS } from "../../../tools/bench/benchmarks.ts";
import { verdictOf } from "../../../tools/bench/compare.ts";
import { compareRatios, type Ratios, ratiosOf } from "../../../tools/bench/ratios.ts";
import type { Results, Sides } from "../../../tools/bench/results.ts";

const SOME = BENCHMARKS.filter(({ name }) => ["check", "synth", "synth-tenth", "gate"].includes(name));

/** A run whose sides took one second and one megabyte, except for these seconds. */
function measured(seconds: Readonly<Record<string, number>> = {}, without: readonly string[] = []): Results {
  const names = [
    "check.ours",
    "check.peer",
    "synth.ours",
    "synth.peer",
    "synth.floor",
    "synth-tenth.ours",
    "gate.ours",
  ];
  const sides: Sides = {};
  for (const name of names.filter((one) => !without.includes(one))) {
    const taken = seconds[name] ?? 1;
    // The median depends on other work of the machine: only the quickest round counts.
    sides[name] = { seconds: taken * 7, quickest: taken, cpuSeconds: taken, megabytes: 1 };
  }
  return {
    schema: "csp-baseline/bench/v1",
    date: "2026-11-24",
    node: "20.20.2",
    cores: 2,
    subscriptions: 300,
    rounds: 3,
    sides,
  };
}

const stored: Ratios = ratiosOf(SOME, measured());
const notAgain = () => {
  throw new Error("nothing should be measured again");
};

test("stores ratios by name, without seconds", () => {
  expect(stored.ratios).toEqual({
    "check.seconds/peer": 1,
    "synth.seconds/peer": 1,
    "synth.seconds/floor": 1,
    "synth.megabytes/peer": 1,
    "synth.megabytes/synth-tenth.ours": 1,
    "gate.seconds/synth.ours": 1,
  });
});

test("equal, better and slightly worse ratios pass", () => {
  expect(verdictOf(SOME, stored, measured(), notAgain)).toEqual({ passed: true, lines: [] });
  expect(verdictOf(SOME, stored, measured({ "check.ours": 1.5 }), notAgain).passed).toBe(true);
  expect(verdictOf(SOME, stored, measured({ "check.ours": 0.1 }), notAgain).passed).toBe(true);
});

test("a ratio that is worse by more than half in both measurements fails", () => {
  const slow = measured({ "check.ours": 1.6 });
  const asked: string[][] = [];
  const verdict = verdictOf(SOME, stored, slow, (benchmarks) => {
    asked.push(benchmarks.map(({ name }) => name));
    return slow;
  });
  expect(verdict).toEqual({
    passed: false,
    lines: ["worse: check.seconds/peer was 1.000 and is 1.600"],
  });
  expect(asked).toEqual([["check"]]);
});

test("a ratio that is worse only once passes with a note", () => {
  const verdict = verdictOf(SOME, stored, measured({ "gate.ours": 9 }), (benchmarks) => {
    expect(benchmarks.map(({ name }) => name)).toEqual(["synth", "gate"]);
    return measured();
  });
  expect(verdict).toEqual({
    passed: true,
    lines: ["once only: gate.seconds/synth.ours was 1.000 and is 9.000"],
  });
});

test("a ratio that is worse only in the second run does not fail", () => {
  const second = measured({ "synth.ours": 9 });
  expect(verdictOf(SOME, stored, measured({ "gate.ours": 9 }), () => second).passed).toBe(true);
});

test("reports a ratio that is only stored, or only measured, as missing", () => {
  const { "check.seconds/peer": _, ...others } = stored.ratios;
  expect(verdictOf(SOME, stored, measured({}, ["gate.ours"]), notAgain)).toEqual({
    passed: false,
    lines: ["missing: gate.seconds/synth.ours is stored, and was not measured"],
  });
  expect(verdictOf(SOME, { ...stored, ratios: others }, measured(), notAgain)).toEqual({
    passed: false,
    lines: ["missing: check.seconds/peer is not stored; store it with --store"],
  });
});

test("ignores benchmarks that were not selected", () => {
  const check = SOME.filter(({ name }) => name === "check");
  const { sides, ...run } = measured();
  const only = Object.entries(sides).filter(([name]) => name.startsWith("check."));
  expect(verdictOf(check, stored, { ...run, sides: Object.fromEntries(only) }, notAgain).passed).toBe(true);
});

test("ignores a ratio of too little work with a note", () => {
  const { ignored, worse } = compareRatios(SOME, stored, measured({ "check.peer": 0.019, "check.ours": 5 }));
  expect(ignored).toEqual(["check.seconds/peer is of 19 ms of work, too little to compare"]);
  expect([...worse.keys()]).toEqual([]);
});

test("reports a number of cores that differs from the stored one", () => {
  const { lines } = verdictOf(SOME, { ...stored, cores: 4 }, measured(), notAgain);
  expect(lines).toEqual(["note: stored on 4 cores, measured on 2: synthesis uses all"]);
});
