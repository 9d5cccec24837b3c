import { describe, expect, test } from "vitest";
import { Unknown, type ValueMap } from "../../src/evidence/index.ts";
import { weakenings } from "../../src/review/weakening.ts";
import { arm, notification } from "../support/arm.ts";

const budget = (properties: ValueMap) => arm("Microsoft.Consumption/budgets", "monthly", properties);
const change = (before: ValueMap, after: ValueMap) => weakenings(budget(before), budget(after));
const ends = (endDate: string | undefined): ValueMap => ({
  timePeriod: { startDate: "2026-12-01T00:00:00Z", ...(endDate === undefined ? {} : { endDate }) },
});

describe("a budget's end", () => {
  test.each([
    ["2030-01-01T00:00:00Z", "2027-01-01T00:00:00Z"],
    ["2030-01-02", "2030-01-01"],
    [undefined, "2027-01-01T00:00:00Z"],
  ])("from %s to %s is earlier", (from, to) => {
    expect(change(ends(from), ends(to))).toEqual([`ends the budget on ${to.slice(0, 10)}`]);
  });

  test.each([
    ["2027-01-01T00:00:00Z", "2030-01-01T00:00:00Z"],
    ["2027-01-01T00:00:00Z", "2027-01-01T23:59:59Z"],
    ["2027-01-01T00:00:00Z", undefined],
    [undefined, undefined],
  ])("from %s to %s is not", (from, to) => {
    expect(change(ends(from), ends(to))).toEqual([]);
  });

  test("that is known only after the apply is not reported", () => {
    const after = { timePeriod: { endDate: new Unknown() } };
    expect(change(ends("2030-01-01"), after)).toEqual([]);
  });
});

describe("a budget", () => {
  test("is weakened by a higher amount, but not by the same or a lower one", () => {
    expect(change({ amount: 1000 }, { amount: 1001 })).toEqual([
      "raises the budget's amount from 1000 to 1001",
    ]);
    expect(change({ amount: 1000 }, { amount: 1000 })).toEqual([]);
    expect(change({ amount: 1000 }, { amount: 999 })).toEqual([]);
  });

  test("is weakened by a removed or disabled notification, reported with threshold and kind", () => {
    const of = (...all: ValueMap[]) => ({
      notifications: Object.fromEntries(all.map((one, index) => [`n${index}`, one])),
    });
    const [half, whole] = [notification("Actual", 50), notification("Actual", 100)];
    expect(change(of(half, whole), of(whole))).toEqual([
      "removes the budget's notification at 50 percent of actual cost",
    ]);
    expect(change(of(half, whole), of({ ...half, enabled: false }, whole))).toEqual([
      "removes the budget's notification at 50 percent of actual cost",
    ]);
    expect(change(of(half), of(notification("Forecasted", 50)))).toEqual([
      "removes the budget's notification at 50 percent of actual cost",
    ]);
    expect(change(of(half, whole), of(whole, half))).toEqual([]);
  });

  test("is weakened by a filter", () => {
    const filter = { dimensions: { name: "ResourceGroupName" } };
    expect(change({}, { filter })).toEqual(["narrows the budget by a filter"]);
    expect(change({ filter }, { filter })).toEqual([]);
    expect(change({ filter }, {})).toEqual([]);
  });
});
