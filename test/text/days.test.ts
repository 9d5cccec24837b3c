import { describe, expect, it } from "vitest";
import { dayOf, daysBetween, hasEnded } from "../../src/text/days.ts";

describe("days", () => {
  it("reads the day of a timestamp in UTC", () => {
    expect(dayOf("2026-12-01T00:00:00Z")).toBe("2026-12-01");
    expect(dayOf("2026-12-01T00:30:00+02:00")).toBe("2026-11-30");
    expect(dayOf("2026-12-01")).toBe("2026-12-01");
    for (const text of ["", "soon", "2026-13-01", "12/01/2026", undefined])
      expect(dayOf(text)).toBeUndefined();
  });

  it("counts days across years and leap days", () => {
    expect(daysBetween("2027-12-31", "2028-03-01")).toBe(61);
    expect(daysBetween("2026-11-24", "2026-11-23")).toBe(-1);
  });

  it("counts days across a change of the clocks", () => {
    expect(daysBetween("2026-03-01", "2026-04-01")).toBe(31);
    expect(daysBetween("2026-04-01", "2026-03-01")).toBe(-31);
  });

  it("treats an invalid date as past", () => {
    expect(hasEnded("soon", "2026-12-10")).toBe(true);
    expect(hasEnded(undefined, "2026-12-10")).toBe(false);
    expect(hasEnded("2026-12-10T00:00:00Z", "2026-12-10")).toBe(false);
  });
});
