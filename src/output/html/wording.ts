export { count as number, counted as numbered } from "../../text/count.ts";

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** Formats the day of an ISO 8601 instant, in UTC: `24 November 2026`. */
export function longDay(instant: string): string {
  const date = new Date(instant);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** Formats the UTC day of an instant for an axis: `24 Nov 26`. */
export function shortDay(instant: string): string {
  const date = new Date(instant);
  const month = MONTHS[date.getUTCMonth()]?.slice(0, 3) ?? "";
  return `${date.getUTCDate()} ${month} ${String(date.getUTCFullYear()).slice(2)}`;
}

/** Formats an instant: `24 November 2026, 18:56 UTC`. */
export function longInstant(instant: string): string {
  return `${longDay(instant)}, ${new Date(instant).toISOString().slice(11, 16)} UTC`;
}

/** Formats a share: `92.1%`. Rounds down, so that 100% means all and 0% means none. */
export function percent(part: number, whole: number): string {
  if (part === 0 || whole === 0) return "0%";
  if (part === whole) return "100%";
  const tenths = Math.floor((part * 1000) / whole);
  return tenths === 0 ? "under 0.1%" : `${(tenths / 10).toFixed(1)}%`;
}
