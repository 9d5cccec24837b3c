import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ASSUMPTIONS } from "../../../tools/simulate/assumptions.ts";
import { estimate } from "../../../tools/simulate/by-hand.ts";
import { DEFAULT_SCENARIO } from "../../../tools/simulate/scenario.ts";
import { simulate } from "../../../tools/simulate/simulate.ts";
import { withTables } from "../../../tools/simulate/tables.ts";

const page = readFileSync(new URL("../../../docs/scale.md", import.meta.url), "utf8");
const tables = new Map([["runners", "| a table |"]]);
const place = (name: string) => `<!-- simulated: ${name} -->\n<!-- end -->`;

test("inserts a table at its place in a page, and rejects one without a place", () => {
  expect(withTables(place("runners"), tables)).toContain("| a table |");
  expect(() => withTables("no place", tables)).toThrow("no place for the table runners");
});

test("rejects a page with an unknown table", () => {
  expect(() => withTables(`${place("runners")}${place("no-such")}`, tables)).toThrow("no-such");
});

test("the arithmetic and the figures in the page's text match the simulation", () => {
  const scenario = { ...DEFAULT_SCENARIO, subscriptions: 50_000, changed: 50_000 };
  const { jobs, jobSeconds, stacksPerJob, waves, cpuSeconds } = estimate(scenario, ASSUMPTIONS);
  expect(page).toContain(`= ${jobs}, with ${stacksPerJob} stacks each`);
  expect(page).toContain(`a stack    ${cpuSeconds} s of processor`);
  expect(page).toContain(
    `${stacksPerJob} x ${cpuSeconds} s / 2 cores + 10 s end = ${Math.round(jobSeconds)} s`,
  );
  expect(page).toContain(`${jobs} jobs / 20 runners                                  = ${waves}`);
  const { largestJob, smallestJob } = simulate(scenario).first;
  expect(page).toContain(`the smallest has ${smallestJob} and the largest ${largestJob}`);
});

test.each([500, 5_000, 50_000])("for %i subscriptions the simulation is close to the arithmetic", (size) => {
  for (const operation of ["plan", "update", "create"] as const) {
    const scenario = { ...DEFAULT_SCENARIO, subscriptions: size, changed: size, operation };
    const byHand = estimate(scenario, ASSUMPTIONS).minutes;
    const { minutes } = simulate(scenario).first;
    expect(minutes).toBeGreaterThan(byHand * 0.95);
    expect(minutes).toBeLessThan(byHand * 1.4);
  }
});
