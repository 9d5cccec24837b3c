import { counted } from "../text/count.ts";
import { daysBetween } from "../text/days.ts";

export { count, counted } from "../text/count.ts";

/**
 * Formats the distance in days from now, in UTC, to a day such as `2027-03-31`: `today`, `in 12 days`, `3 days ago`.
 */
export function daysAway(day: string, now: Date): string {
  const days = daysBetween(now.toISOString().slice(0, 10), day);
  if (Number.isNaN(days) || days === 0) return "today";
  return days > 0 ? `in ${counted(days, "day")}` : `${counted(-days, "day")} ago`;
}
