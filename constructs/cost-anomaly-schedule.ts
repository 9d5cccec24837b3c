const YEAR = 'formatdate("YYYY", plantimestamp())';
const HALF = 'formatdate("M", plantimestamp()) > 6 ? "07" : "01"';
const START = `format("%d-%s-01T00:00:00Z", ${YEAR}, ${HALF})`;
const END = `format("%d-%s-01T00:00:00Z", ${YEAR} + 1, ${HALF})`;

/**
 * The schedule of a cost anomaly alert for azapi: one year from the first day of the half-year of the plan. The first
 * plan after January 1st or July 1st renews the alert, at least six months before its end, and the generated stack does
 * not change.
 *
 * Needs Terraform 1.5 for `plantimestamp`.
 */
export const RENEWING_SCHEDULE = { startDate: `\${${START}}`, endDate: `\${${END}}` } as const;

/**
 * The inverse of {@link RENEWING_SCHEDULE}: the date that its expression gives on a day.
 *
 * @param text The expression, without the enclosing `${}`.
 * @param today `YYYY-MM-DD`
 * @returns `YYYY-MM-01`; undefined for any other expression.
 */
export function renewingDayOn(text: string | undefined, today: string): string | undefined {
  if (text !== START && text !== END) return undefined;
  const year = Number(today.slice(0, 4)) + (text === END ? 1 : 0);
  return `${year}-${Number(today.slice(5, 7)) > 6 ? "07" : "01"}-01`;
}
