import { expect, test } from "vitest";
import { parseOptions, UsageError } from "../../../tools/simulate/options.ts";

test("a share of the fleet is rounded up", () => {
  expect(parseOptions(["--subscriptions", "50", "--changed", "1%"]).scenario.changed).toBe(1);
  expect(parseOptions(["--subscriptions", "50000", "--changed", "1%"]).scenario.changed).toBe(500);
});

test("all of the fleet changed unless something else is said", () => {
  const { format, scenario } = parseOptions(["--subscriptions", "1200", "--operation", "create"]);
  expect(scenario).toMatchObject({ changed: 1200, operation: "create", runners: 20, seed: 1 });
  expect(format).toBe("human");
});

test.each([
  [[], "--subscriptions is missing"],
  [["--subscriptions", "0"], "--subscriptions must be a number from 1 to 1000000"],
  [["--subscriptions", "1e9"], 'got "1e9"'],
  [["--subscriptions", "10", "--changed", "11"], "--changed must be a number from 1 to 10"],
  [["--subscriptions", "10", "--operation", "destroy"], "--operation must be one of plan, update, create"],
  [["--subscriptions", "10", "--colour", "red"], "--colour"],
])("%j is refused", (args, message) => {
  expect(() => parseOptions(args)).toThrow(UsageError);
  expect(() => parseOptions(args)).toThrow(message);
});
