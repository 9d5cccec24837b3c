import type { Judgement } from "../controls/index.ts";
import type { Customer, Fleet, Reseller } from "../fleet/index.ts";
import { plain } from "../text/wording.ts";
import { OPEN_STATUSES, type PartnerAlert } from "./graph/alerts.ts";

/**
 * Microsoft expects alerts to be answered within a day.
 * https://learn.microsoft.com/partner-center/security/security-requirements
 */
export const HOURS_TO_ANSWER = 24;
const HOUR = 60 * 60 * 1000;

/** An alert, with the fleet's data about its subscription. */
export interface FleetAlert extends PartnerAlert {
  /** Whether the subscription is in the fleet. */
  readonly managed: boolean;
  /** The customer's key; also set if only its tenant is known. */
  readonly customer: string | undefined;
  readonly customerName: string | undefined;
  readonly subscriptionName: string | undefined;
  /** The reseller that an indirect provider calls: the one of the alert, or else the customer's. */
  readonly reseller: Reseller | undefined;
  /** The security contact of the subscription's baseline. Microsoft mails such alerts to Admin agents, not to it. */
  readonly mail: readonly string[];
  /** Hours since it was detected, or first observed. */
  readonly ageHours: number | undefined;
  /** Open (active, or under investigation) for longer than {@link HOURS_TO_ANSWER}. */
  readonly overdue: boolean;
}

/** Joins alerts with the fleet; the longest unanswered first, then the others, newest first. */
export function joinFleet(alerts: readonly PartnerAlert[], fleet: Fleet, now: Date): FleetAlert[] {
  const byTenant = new Map(fleet.customers.map((customer) => [customer.tenantId.toLowerCase(), customer]));
  const byReseller = new Map<string, Reseller>();
  for (const { reseller } of fleet.customers)
    if (reseller !== undefined) byReseller.set(reseller.tenantId, reseller);
  const joined = alerts.map((alert): FleetAlert => {
    const subscription =
      alert.subscriptionId === undefined ? undefined : fleet.subscription(alert.subscriptionId);
    const customer = subscription?.customer ?? byTenant.get(alert.customerTenantId ?? "");
    return {
      ...alert,
      managed: subscription !== undefined,
      customer: customer?.key,
      customerName: customer?.displayName,
      subscriptionName: subscription?.name,
      reseller: resellerOf(alert, customer, byReseller),
      mail: subscription?.baseline.contacts.security.emails ?? [],
      ageHours: ageOf(alert, now),
      overdue: isOverdue(alert, now),
    };
  });
  return joined.sort((a, b) => rank(a) - rank(b) || byAge(a, b) || (a.id < b.id ? -1 : 1));
}

function resellerOf(
  { resellerTenantId }: PartnerAlert,
  customer: Customer | undefined,
  known: ReadonlyMap<string, Reseller>,
): Reseller | undefined {
  if (resellerTenantId === undefined) return customer?.reseller;
  const own = customer?.reseller;
  return own?.tenantId === resellerTenantId ? own : known.get(resellerTenantId);
}

/**
 * Judges the control `partner-alerts-answered`: no alert has been open for more than a day. An alert under
 * investigation is open until it is resolved. Test alerts do not count. An alert with unknown age or status makes the
 * control unknown.
 */
export function judgeAlerts(alerts: readonly PartnerAlert[], now: Date): Judgement {
  const real = alerts.filter(({ isTest }) => !isTest);
  const overdue = real.filter((alert) => isOverdue(alert, now));
  const open = real.filter(isOpen);
  if (overdue.length > 0) {
    const oldest = Math.max(...overdue.map((alert) => ageOf(alert, now) ?? 0));
    return {
      status: "fail",
      message: `${overdue.length} of ${open.length} open security ${noun(open.length)} unresolved for more than ${HOURS_TO_ANSWER} hours, the oldest for ${oldest} hours`,
      fix: "investigate each with `csp-baseline partner alerts`, and resolve it with a reason",
    };
  }
  const unclear = real.find((alert) => !isKnown(alert.status) || (isOpen(alert) && undated(alert)));
  if (unclear !== undefined) {
    const why = isKnown(unclear.status) ? "no date" : `status "${plain(unclear.status, 40)}"`;
    return {
      status: "unknown",
      message: `alert ${plain(unclear.id, 60)} has ${why}: whether it is answered is unknown`,
    };
  }
  if (open.length === 0) return { status: "pass", message: "there are no open security alerts" };
  return {
    status: "pass",
    message: `${open.length} open security ${noun(open.length)}, none for more than ${HOURS_TO_ANSWER} hours`,
  };
}

function noun(count: number): string {
  return count === 1 ? "alert" : "alerts";
}

function isKnown(status: string): boolean {
  return status === "resolved" || OPEN_STATUSES.includes(status);
}

/** Returns whether an alert waits for an answer; tests do not. */
export function isOpen({ isTest, status }: PartnerAlert): boolean {
  return !isTest && OPEN_STATUSES.includes(status);
}

function undated(alert: PartnerAlert): boolean {
  return (alert.detected ?? alert.firstObserved) === undefined;
}

function isOverdue(alert: PartnerAlert, now: Date): boolean {
  const hours = hoursUnanswered(alert, now);
  return isOpen(alert) && hours !== undefined && hours > HOURS_TO_ANSWER;
}

/** Returns the hours, not rounded, since it was detected or first observed; undefined if neither is known. */
export function hoursUnanswered(alert: PartnerAlert, now: Date): number | undefined {
  const since = alert.detected ?? alert.firstObserved;
  return since === undefined ? undefined : Math.max(0, (now.getTime() - Date.parse(since)) / HOUR);
}

function ageOf(alert: PartnerAlert, now: Date): number | undefined {
  const hours = hoursUnanswered(alert, now);
  return hours === undefined ? undefined : Math.floor(hours);
}

function rank({ overdue, status }: FleetAlert): number {
  if (overdue) return 0;
  return status === "resolved" ? 2 : 1;
}

function byAge(a: FleetAlert, b: FleetAlert): number {
  const difference = (b.ageHours ?? 0) - (a.ageHours ?? 0);
  return a.overdue ? difference : -difference;
}
