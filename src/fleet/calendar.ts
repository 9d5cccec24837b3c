import { z } from "zod";

const DAY = 24 * 60 * 60 * 1000;

/** A real day as `YYYY-MM-DD`; such days compare as text. */
export const CalendarDate = z
  .string()
  .refine(isRealDate, "must be a day that exists, written YYYY-MM-DD")
  .brand<"CalendarDate">()
  .meta({
    title: "A day",
    description: "YYYY-MM-DD",
    examples: ["2027-03-31"],
    pattern: "^\\d{4}-\\d{2}-\\d{2}$",
  });
export type CalendarDate = z.infer<typeof CalendarDate>;

/** Parses a day (`YYYY-MM-DD`); `undefined` for other forms and for days like 2027-02-29. */
export function parseCalendarDate(text: string): CalendarDate | undefined {
  return CalendarDate.safeParse(text).data;
}

/** Adds days to a day. `undefined` beyond the year 9999. */
export function addDays(day: CalendarDate, days: number): CalendarDate | undefined {
  return parseCalendarDate(new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10));
}

/** Returns the months from the month of a day to a month (`YYYY-MM`); negative when that is earlier. */
export function monthsUntil(from: CalendarDate, month: string): number {
  const count = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
  return count(month) - count(from);
}

function isRealDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
