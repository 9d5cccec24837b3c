import { expect, test } from "vitest";
import { loadFleet } from "../../src/controls/load-fleet.ts";
import { formatProblem } from "../../src/fleet/index.ts";
import { day, TODAY } from "../support/fleet.ts";

function example(today = TODAY) {
  const result = loadFleet("fleet", { today });
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join("\n"));
  return result;
}

test("the example loads without a warning", () => {
  const { fleet, warnings } = example();
  expect(warnings.map(formatProblem)).toEqual([]);
  expect(fleet.customers.length).toBeGreaterThanOrEqual(4);
  expect(fleet.subscriptions.length).toBeGreaterThanOrEqual(8);
});

test("the example loads for years", () => {
  expect(example(day("2030-11-01")).warnings).toEqual([]);
});

test("the example covers the format", () => {
  const { fleet } = example();
  const baselines = fleet.subscriptions.map(({ baseline }) => baseline);
  expect(fleet.customers.some(({ access }) => access.model === "customer-app")).toBe(true);
  expect(fleet.customers.some(({ displayName }) => /[^\x20-\x7e]/.test(displayName))).toBe(true);
  expect(fleet.subscriptions.some(({ exceptions }) => exceptions.length > 0)).toBe(true);
  expect(new Set(baselines).size).toBeGreaterThan(fleet.customers.length);
  for (const part of ["activityLogExport", "defenderPlans"] as const) {
    expect(new Set(baselines.map((baseline) => baseline[part] !== false))).toEqual(new Set([true, false]));
  }
});
