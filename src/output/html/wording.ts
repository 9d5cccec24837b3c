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

/** `24 November 2026`, in UTC, of an instant in ISO 8601. */
export function longDay(instant: string): string {
  const date = new Date(instant);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** `24 November 2026, 18:56 UTC` */
export function longInstant(instant: string): string {
  return `${longDay(instant)}, ${new Date(instant).toISOString().slice(11, 16)} UTC`;
}

/** `92.1%`, cut and not rounded: only all of them are 100%, and only none are 0%. */
export function percent(part: number, whole: number): string {
  if (part === 0 || whole === 0) return "0%";
  if (part === whole) return "100%";
  const tenths = Math.floor((part * 1000) / whole);
  return tenths === 0 ? "under 0.1%" : `${(tenths / 10).toFixed(1)}%`;
}

/** `12,345`, the same on every machine. */
export function number(value: number): string {
  return value.toLocaleString("en-US");
}

/** `1 subscription`, `12 subscriptions`. */
export function numbered(value: number, noun: string, plural = `${noun}s`): string {
  return `${number(value)} ${value === 1 ? noun : plural}`;
}
