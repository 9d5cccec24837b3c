const DAY = 24 * 60 * 60 * 1000;

/**
 * Returns the UTC day of a timestamp as `YYYY-MM-DD`: of `2026-12-01T00:00:00Z` or `2026-12-01`. `undefined` if the
 * text is not a date. Such days compare as text.
 */
export function dayOf(timestamp: string | undefined): string | undefined {
  if (timestamp === undefined || !/^\d{4}-\d{2}-\d{2}(T|$)/.test(timestamp)) return undefined;
  const time = Date.parse(timestamp);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().slice(0, 10);
}

/** Returns the days from one day (`YYYY-MM-DD`) to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

/** Reports whether an end is before `today`. An end that is not a date counts as past. */
export function hasEnded(end: string | undefined, today: string): boolean {
  return end !== undefined && (dayOf(end) ?? "") < today;
}
