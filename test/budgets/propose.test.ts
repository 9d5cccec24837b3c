import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkBudget, propose } from "../../src/budgets/index.ts";
import { percentileOf, roundUp } from "../../src/budgets/propose.ts";

function history(...amounts: readonly number[]) {
  const months = amounts.map((amount, index) => ({
    month: `2026-${String(index + 1).padStart(2, "0")}`,
    amount,
    isComplete: true,
  }));
  return { currency: "USD", currencies: ["USD"], months };
}

describe("an amount", () => {
  test("is a percentile of the newest months plus a margin, rounded up, with its reason", () => {
    expect(propose(history(9000, 100, 200, 300, 400, 500, 600))).toMatchObject({
      amount: 700,
      reason: "the 90th percentile of 6 months (2026-02 to 2026-07) is 550.00, plus 20 %, rounded up",
    });
    expect(propose(history(100, 200, 300), { percentile: 100, margin: 0 })).toMatchObject({ amount: 300 });
  });

  test("is at least the smallest, for a subscription with almost no cost", () => {
    expect(propose(history(0, 0, 0.5))).toMatchObject({
      amount: 10,
      reason: expect.stringContaining("the smallest"),
    });
  });

  test("counts a month of refunds as zero", () => {
    expect(propose(history(-500, 100, 100), { percentile: 50, margin: 0 })).toMatchObject({ amount: 100 });
  });

  test.each([
    [history(1, 2), "2 complete months of usage; 3 are required"],
    [undefined, "the files have no usage of the subscription"],
    [
      { currency: undefined, currencies: ["EUR", "USD"], months: [] },
      "its lines are in EUR and USD: a budget has one currency",
    ],
  ])("is not estimated: %#", (given, reason) => {
    expect(propose(given)).toMatchObject({ amount: undefined, reason });
  });

  test("ignores partly covered months", () => {
    const given = history(1, 2, 3);
    const months = given.months.map((one, index) => ({ ...one, isComplete: index > 0 }));
    expect(propose({ ...given, months }).reason).toBe(
      "2 complete months of usage (2026-01 only in part); 3 are required",
    );
  });
});

test.each([
  [43, 45],
  [45, 45],
  [432, 450],
  [4321, 4500],
  [100.8, 110],
  [250, 250],
  [251, 300],
  [99.2, 100],
  [0.2, 1],
  [7.1, 8],
  [0.1 * 3 * 1000, 300],
])("%d is rounded up to %d", (value, rounded) => {
  expect(roundUp(value)).toBe(rounded);
});

test("rounding never lowers an amount, and adds at most a fifth", () => {
  fc.assert(
    fc.property(fc.double({ min: 2, max: 1e9, noNaN: true }), (value) => {
      const rounded = roundUp(value);
      return rounded >= value * (1 - 1e-6) && rounded <= value * 1.2 + 1;
    }),
  );
});

test("a percentile lies between the smallest and the largest value", () => {
  expect(percentileOf([10, 20], 50)).toBe(15);
  expect(percentileOf([7], 90)).toBe(7);
});

describe("a budget of the fleet", () => {
  const check = (amount: number, ...amounts: readonly number[]) =>
    checkBudget({ amount, actual: [50, 80, 100], forecasted: [100] }, history(...amounts));

  test("that was never half reached never fires, with the undetected cost", () => {
    expect(check(1000, 40, 45, 50)).toEqual({
      status: "never-fires",
      message:
        "50 % (500) was never reached in 3 months; 455 of additional monthly cost would not be detected",
    });
  });

  test("that is reached each month fires each month, also when it was exceeded each month", () => {
    expect(check(100, 60, 70, 80)).toMatchObject({ status: "fires-each-month" });
    expect(check(10, 60, 70, 80)).toMatchObject({ status: "fires-each-month" });
  });

  test("that was exceeded once names the month", () => {
    expect(check(100, 60, 170.5, 10)).toEqual({
      status: "exceeded",
      message: "100 was exceeded in 2026-02 (170.50)",
    });
  });

  test("that was reached in some months fits", () => {
    expect(check(100, 60, 10, 10)).toMatchObject({ status: "fits" });
  });

  test("is unknown with too little history, and does not pass", () => {
    expect(check(100, 10)).toMatchObject({ status: "unknown" });
    expect(checkBudget({ amount: 1, actual: [], forecasted: [100] }, undefined)).toMatchObject({
      status: "unknown",
    });
  });
});
