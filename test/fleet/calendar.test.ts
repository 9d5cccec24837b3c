import { expect, test } from "vitest";
import { monthsUntil, parseCalendarDate } from "../../src/fleet/calendar.ts";
import { day } from "../support/fleet.ts";

test.each(["2026-11-24", "2028-02-29", "2000-02-29", "0001-01-01"])("%s is a day", (text) => {
  expect(parseCalendarDate(text)).toBe(text);
});

test.each([
  "2027-02-29",
  "1900-02-29",
  "2026-13-01",
  "2026-00-10",
  "2026-1-1",
  "2026-11-24T00:00:00Z",
  " 2026-11-24",
  "",
])("%j is not a day", (text) => {
  expect(parseCalendarDate(text)).toBeUndefined();
});

test("months are counted for any day", () => {
  expect(monthsUntil(day("2026-11-30"), "2027-11")).toBe(12);
  expect(monthsUntil(day("2026-11-01"), "2026-10")).toBe(-1);
});
