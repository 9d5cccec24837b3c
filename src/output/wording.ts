import { counted } from "../text/count.ts";

export { count, counted } from "../text/count.ts";

/** Formats a list: `a, b and c`. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/**
 * Formats the distance in days from now, in UTC, to a day such as `2027-03-31`: `today`, `in 12 days`, `3 days ago`.
 */
export function daysAway(day: string, now: Date): string {
  const days = Math.round((Date.parse(day) - Date.parse(now.toISOString().slice(0, 10))) / 86_400_000);
  if (Number.isNaN(days) || days === 0) return "today";
  return days > 0 ? `in ${counted(days, "day")}` : `${counted(-days, "day")} ago`;
}
