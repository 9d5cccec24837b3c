import { HOURS_TO_ANSWER, hoursUnanswered, isOpen } from "./alerts.ts";
import type { PartnerAlert } from "./graph/alerts.ts";

/** The response time to alerts, as Microsoft measures it: the average over the past 30 days. */
export interface ResponseTime {
  /** Alerts that were resolved in the past 30 days. */
  readonly resolved: number;
  readonly open: number;
  /** Hours from detection to resolution of the resolved alerts; undefined if there are none. */
  readonly average: number | undefined;
  /** The average if all open alerts are resolved now; undefined if there are none, or one has no date. */
  readonly ifAnsweredNow: number | undefined;
  /** Hours within which all open alerts must be resolved to keep the average at 24; negative when it is too late. */
  readonly answerWithin: number | undefined;
}

const HOUR = 60 * 60 * 1000;
/** https://learn.microsoft.com/partner-center/security/security-requirements */
const DAYS = 30;

/**
 * Returns the average response time of the past 30 days, and the effect of the open alerts. Microsoft's own figure is
 * in the requirement of the score, but is updated later. Free of side effects.
 */
export function responseTime(alerts: readonly PartnerAlert[], now: Date): ResponseTime {
  const times = alerts.flatMap((alert) => {
    const since = alert.detected ?? alert.firstObserved;
    if (alert.isTest || alert.status !== "resolved") return [];
    if (alert.resolvedOn === undefined || since === undefined) return [];
    const resolved = Date.parse(alert.resolvedOn);
    const isRecent = now.getTime() - resolved <= DAYS * 24 * HOUR;
    return isRecent ? [Math.max(0, (resolved - Date.parse(since)) / HOUR)] : [];
  });
  const open = alerts.filter(isOpen);
  const ages = open.map((alert) => hoursUnanswered(alert, now)).filter((age) => age !== undefined);
  const sum = total(times) + total(ages);
  const count = times.length + open.length;
  const isKnown = open.length > 0 && ages.length === open.length;
  return {
    resolved: times.length,
    open: open.length,
    average: times.length === 0 ? undefined : total(times) / times.length,
    ifAnsweredNow: isKnown ? sum / count : undefined,
    answerWithin: isKnown ? (HOURS_TO_ANSWER * count - sum) / open.length : undefined,
  };
}

/** Formats one or two sentences. */
export function responseTimeText(time: ResponseTime): string {
  const { answerWithin, average, ifAnsweredNow, open, resolved } = time;
  const past =
    average === undefined
      ? "no alert was resolved in the past 30 days"
      : `average response time of the past 30 days: ${hours(average)} over ${resolved} resolved`;
  if (ifAnsweredNow === undefined || answerWithin === undefined) return past;
  const these = open === 1 ? "the open one" : `the ${open} open ones`;
  const outlook =
    answerWithin >= 0
      ? `resolving ${these} now makes it ${hours(ifAnsweredNow)}. It stays below ${HOURS_TO_ANSWER} h within the next ${hours(answerWithin)}`
      : `even resolving ${these} now makes it ${hours(ifAnsweredNow)}, above ${HOURS_TO_ANSWER} h`;
  return `${past}; ${outlook}`;
}

function hours(value: number): string {
  return `${value.toFixed(1)} h`;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
