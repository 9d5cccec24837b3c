import type { PartnerFinding } from "../../findings/index.ts";
import { addDays, type CalendarDate, daysBetween } from "../../fleet/index.ts";

/** What became of one duty, without what its control says anyway. */
export type DutyJudgement = Pick<
  PartnerFinding,
  "status" | "message" | "fix" | "due" | "warning" | "location"
>;

/** From so many days before the end on a person is reminded. */
const WARNING_DAYS = 30;

/** How something stands that a person saw on a day, and that counts for a while. */
export interface Standing {
  /** The last day on which it counts. */
  readonly due: CalendarDate;
  /** Negative when that day has passed. */
  readonly daysLeft: number;
  readonly state: "overdue" | "due" | "good";
}

/** How what was seen `on` a day stands `today`. */
export function standingOf(on: CalendarDate, validDays: number, today: CalendarDate): Standing {
  const due = addDays(on, validDays) ?? on;
  const daysLeft = daysBetween(today, due);
  return { due, daysLeft, state: daysLeft < 0 ? "overdue" : daysLeft <= WARNING_DAYS ? "due" : "good" };
}

/** `today`, `in 1 day`, `12 days ago` */
export function inDays(days: number): string {
  if (days === 0) return "today";
  const count = Math.abs(days);
  const text = `${count} ${count === 1 ? "day" : "days"}`;
  return days < 0 ? `${text} ago` : `in ${text}`;
}
