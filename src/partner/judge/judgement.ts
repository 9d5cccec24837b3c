import type { PartnerFinding } from "../../findings/index.ts";
import { addDays, type CalendarDate, daysBetween } from "../../fleet/index.ts";

/** The result of one duty, without the data of its control. */
export type DutyJudgement = Pick<
  PartnerFinding,
  "status" | "message" | "fix" | "due" | "warning" | "location"
>;

/** The number of days before the end from which a reminder is shown. */
const WARNING_DAYS = 30;

/** The state of a duty that a person verified on a day, for a limited time. */
export interface Standing {
  /** The last day of its validity. */
  readonly due: CalendarDate;
  /** Negative when that day has passed. */
  readonly daysLeft: number;
  readonly state: "overdue" | "due" | "good";
}

/** Returns the state on the day `today` of a verification on the day `on`. */
export function standingOf(on: CalendarDate, validDays: number, today: CalendarDate): Standing {
  const due = addDays(on, validDays) ?? on;
  const daysLeft = daysBetween(today, due);
  return { due, daysLeft, state: daysLeft < 0 ? "overdue" : daysLeft <= WARNING_DAYS ? "due" : "good" };
}

/** Formats `today`, `in 1 day`, `12 days ago`. */
export function inDays(days: number): string {
  if (days === 0) return "today";
  const count = Math.abs(days);
  const text = `${count} ${count === 1 ? "day" : "days"}`;
  return days < 0 ? `${text} ago` : `in ${text}`;
}
